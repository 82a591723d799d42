using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Images;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Images;

public sealed class WrongFilesTests
{
    private const int MostMemory = 100 << 20;

    [Fact]
    public void There_are_sixty_or_more_of_them_and_no_two_are_the_same()
    {
        Assert.True(WrongFiles.All.Count + WrongFiles.Huge.Count >= 60);
        Assert.Equal(WrongFiles.All.Count, WrongFiles.All.Select(f => f.Name).Distinct().Count());
        Assert.Equal(WrongFiles.All.Count, WrongFiles.All.Select(f => Convert.ToHexString(f.Content)).Distinct().Count());
        Assert.True(WrongFiles.All.Select(f => f.Is).Distinct().Count() >= 60);
    }

    public static TheoryData<string> Names => [.. WrongFiles.All.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_gets_its_own_sentence_and_exit_7_in_little_memory(string name)
    {
        var (_, content, sentence) = WrongFiles.All.Single(f => f.Name == name);
        using var folder = new TemporaryFolder();
        Refuse(folder.Write(name, content), sentence);
    }

    public static TheoryData<string> HugeNames => [.. WrongFiles.Huge.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(HugeNames))]
    public void Huge_files_are_not_read(string name)
    {
        var (_, head, length, sentence) = WrongFiles.Huge.Single(f => f.Name == name);
        using var folder = new TemporaryFolder();
        string path = folder.Write(name, head);
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(length);
        }

        Refuse(path, sentence);
    }

    private static void Refuse(string path, string sentence)
    {
        long memory = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.Throws<ImageRejectedException>(() => ImageArgument.Parse(path));
        long took = GC.GetAllocatedBytesForCurrentThread() - memory;
        Assert.InRange(took, 0, MostMemory);
        Assert.Equal($"{Path.GetFileName(path)} is {sentence}", e.Message);
        Assert.Equal(ExitCode.ImageRejected, CliError.Of(e).Exit);
        Assert.NotEmpty(ErrorTable.NextAfter(e));
    }
}
