namespace VescUartBoot.Tests.Architecture;

/// <summary>The picture of docs/architecture.md is drawn from the compiled code. <c>docs/pictures/make</c> draws it anew.</summary>
public sealed class ArchitecturePictureTests
{
    private static readonly string _path = Path.Combine(Sources.Root, "docs", "pictures", "architecture.svg");

    [Fact]
    public void The_picture_shows_the_floors_and_arrows_of_today()
    {
        string now = ArchitecturePicture.Draw();
        if (Environment.GetEnvironmentVariable("VESCBOOT_ACCEPT_PICTURES") == "1")
        {
            File.WriteAllText(_path, now);
            return;
        }

        Assert.True(now == File.ReadAllText(_path),
            "docs/pictures/architecture.svg is not what the code is today; docs/pictures/make draws it");
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Each_step_of_the_way_uses_the_next_or_is_used_by_it(string from, string to)
    {
        var (one, next) = (ArchitecturePicture.Find(from), ArchitecturePicture.Find(to));

        Assert.True(Sources.UsedBy(one).Contains(next) || Sources.UsedBy(next).Contains(one), $"{from} and {to} do not know each other");
    }

    public static TheoryData<string, string> Steps() =>
        [.. new[] { ArchitecturePicture.Down, ArchitecturePicture.Up }.SelectMany(way => way.Zip(way.Skip(1)))];
}
