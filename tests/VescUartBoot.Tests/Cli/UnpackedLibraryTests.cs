using System.Runtime.Versioning;
using VescUartBoot.Hosting.Libraries;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Cli;

[UnsupportedOSPlatform("windows")]
public sealed class UnpackedLibraryTests : IDisposable
{
    private const string Name = "libmade.up.so";
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly byte[] _content = [1, 2, 3];
    private readonly TemporaryFolder _place = new();

    private string Folder => Path.Combine(_place.Path, "state", "lib");

    private string Program => Directory.CreateDirectory(Path.Combine(_place.Path, "bin"), OnlyOwner).FullName;

    private string FindFile() => new UnpackedLibrary(Name, _content, Folder).FindFile(Program);

    public void Dispose() => _place.Dispose();

    [Fact]
    public void It_is_unpacked_once_into_a_folder_that_only_its_owner_can_write()
    {
        string path = FindFile();
        var written = File.GetLastWriteTimeUtc(path);

        Assert.Equal(path, FindFile());
        Assert.Equal(_content, File.ReadAllBytes(path));
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
        Assert.Equal([path], Directory.GetFiles(Folder));
        Assert.Equal(OnlyOwner, File.GetUnixFileMode(Folder));
    }

    [Fact]
    public void An_unpacked_file_that_was_changed_is_not_the_one_to_load()
    {
        File.WriteAllBytes(FindFile(), [1, 2, 4]);

        Assert.Equal(_content, File.ReadAllBytes(FindFile()));
    }

    [Fact]
    public void A_folder_that_others_can_write_is_closed_to_them()
    {
        Directory.CreateDirectory(Folder);
        File.SetUnixFileMode(Folder, OnlyOwner | UnixFileMode.OtherWrite);

        FindFile();

        Assert.Equal(OnlyOwner, File.GetUnixFileMode(Folder));
    }

    [Fact]
    public void The_file_of_a_package_beside_the_program_is_taken_and_nothing_unpacked()
    {
        string beside = Path.Combine(Program, Name);
        File.WriteAllBytes(beside, _content);

        Assert.Equal(beside, FindFile());
        Assert.False(Directory.Exists(Folder));
    }

    [Theory]
    [InlineData(4, OnlyOwner)]
    [InlineData(3, OnlyOwner | UnixFileMode.OtherWrite)]
    public void A_file_beside_the_program_that_is_another_or_may_become_one_is_left_alone(byte last, UnixFileMode mode)
    {
        File.WriteAllBytes(Path.Combine(Program, Name), [1, 2, last]);
        File.SetUnixFileMode(Program, mode);

        Assert.StartsWith(Folder, FindFile(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_unpacked_is_told_in_one_sentence()
    {
        File.WriteAllText(Path.Combine(_place.Path, "state"), "no folder");

        var refusal = Assert.Throws<DllNotFoundException>(FindFile);

        Assert.StartsWith($"its library {Name} could not be unpacked into {Folder}: ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }
}
