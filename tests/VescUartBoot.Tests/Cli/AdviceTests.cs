using VescUartBoot.Hosting.Words;
using VescUartBoot.Images;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;
using VescUartBoot.Tests.Jobs;
using VescUartBoot.Tests.Recovery;

namespace VescUartBoot.Tests.Cli;

/// <summary>The commands of the next steps are complete: they name the board, the image and the bus of the job.</summary>
public sealed class AdviceTests
{
    private static readonly BootloaderImage _demo = BootloaderImage.Parse("demo/simulated", SimulatedImage.Bootloader());

    [Theory]
    [InlineData("sim://", "none is needed; to replace it anyway: vescboot install -p sim:// --replace")]
    [InlineData("/tmp/vesc", "none is needed; to replace it anyway: vescboot install -p /tmp/vesc --image demo/simulated --replace")]
    public void The_image_of_the_demo_is_named_where_it_is_not_the_default(string port, string expected) =>
        Assert.Equal(expected, AfterInstall("bootloader=present", port));

    [Fact]
    public void An_image_from_a_file_is_named_by_its_whole_path_in_advice_and_journal()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "mine.bin");
        File.WriteAllBytes(file, SimulatedImage.Bootloader());
        var image = BootloaderImage.Load(file);

        Assert.Equal("mine.bin", image.Name);
        Assert.EndsWith($" --image {file} --replace", AfterInstall("bootloader=present", "COM5", image), StringComparison.Ordinal);

        using var bench = JobBench.On("fw=6.05");
        var journal = new MemoryJournal();
        bench.Journal = journal;
        bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 4), new CutPower(TimeSpan.FromMinutes(3))));
        Assert.NotNull(bench.Install(o => o with { Image = image }).Failure);
        Assert.Equal(file, Assert.Single(journal.Open.Changes, c => c.Kind == ChangeKind.Bootloader).What);
    }

    [Fact]
    public void A_bootloader_that_is_too_old_is_not_called_enough() => Assert.Equal(
        "the next upgrade replaces it if it must; to replace it now: vescboot install -p sim:// --replace",
        AfterInstall("bootloader=old", "sim://"));

    [Theory]
    [InlineData("Bootloader")]
    [InlineData("Script")]
    [InlineData("Settings")]
    [InlineData("Backup")]
    public void The_command_that_ends_an_interrupted_job_names_its_board(string kind)
    {
        var change = new InterruptedChange
        {
            Kind = Enum.Parse<ChangeKind>(kind),
            What = "x",
            Command = "install",
            ProcessId = 1,
            Since = default,
        };

        Assert.Contains(" -p COM5 --can 20", Advice.For(change, on: Advice.On("COM5", "20")), StringComparison.Ordinal);
        Assert.DoesNotContain(" -p", Advice.For(change), StringComparison.Ordinal);
    }

    private static string AfterInstall(string board, string port, BootloaderImage? image = null)
    {
        using var bench = JobBench.On($"fw=6.05&{board}");
        var result = bench.Install(o => o with { Image = image ?? _demo });
        return Advice.For("install", port, result.Failure!, result);
    }
}
