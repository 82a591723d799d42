namespace VescUartBoot.EndToEnd;

/// <summary>Files that are named to be written: what the tool has not written itself stays as it is.</summary>
public sealed class OutputFileTests : IDisposable
{
    private const int Longest = 60_000;
    private const string Board = "sim://?timing=off&bootloader=present";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vescboot-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory(Timeout = Longest)]
    [InlineData("check", "-p", Board, "--trace")]
    [InlineData("check", "-p", Board, "--record")]
    [InlineData("simulate", "--timing", "off", "--report")]
    public async Task A_file_of_somebody_else_is_refused_and_stays(params string[] arguments)
    {
        string file = Named("image.bin");
        await File.WriteAllBytesAsync(file, Bench.ImageBytes);

        var run = await Tool.RunAsync([.. arguments, file]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("is there already", run.Error, StringComparison.Ordinal);
        Assert.Equal(Bench.ImageBytes, await File.ReadAllBytesAsync(file));
    }

    [Fact(Timeout = Longest)]
    public async Task A_second_trace_gets_a_number()
    {
        string file = Named("run.trace");
        Assert.Equal(0, (await Tool.RunAsync("info", "-p", Board, "--trace", file)).ExitCode);
        string first = await File.ReadAllTextAsync(file);

        var second = await Tool.RunAsync("info", "-p", Board, "--trace", file);

        Assert.Contains("run.1.trace", second.Error, StringComparison.Ordinal);
        Assert.Equal(first, await File.ReadAllTextAsync(file));
        Assert.StartsWith("# vescboot trace 1", await File.ReadAllTextAsync(Named("run.1.trace")), StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task Jobs_are_added_to_the_jobs_of_a_record()
    {
        string file = Named("jobs.ndjson");
        Assert.Equal(0, (await Tool.RunAsync("check", "-p", Board, "--record", file)).ExitCode);
        Assert.Equal(0, (await Tool.RunAsync("check", "-p", Board, "--record", file)).ExitCode);

        Assert.Equal(2, (await File.ReadAllLinesAsync(file)).Length);
    }

    [Fact(Timeout = Longest)]
    public async Task The_link_of_another_is_not_taken()
    {
        string link = Named("vesc");
        File.CreateSymbolicLink(link, "/dev/null");

        var run = await Tool.RunAsync("simulate", "--timing", "off", "--link", link);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("/dev/null", new FileInfo(link).LinkTarget);
    }

    private string Named(string name) => Path.Combine(_folder.FullName, name);
}
