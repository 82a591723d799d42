using System.Security.Cryptography;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.EndToEnd;

/// <summary>The store and the files, with the built tool. Real images belong to others, so the demo image stands for them.</summary>
public sealed class BundleTests : IDisposable
{
    private const int Longest = 300_000;
    private const string DemoId = "demo/simulated";
    private const long MostMemory = 150 << 20;

    private static readonly byte[] _demo = SimulatedImage.Bootloader();
    private static readonly string _hash = Convert.ToHexStringLower(SHA256.HashData(_demo));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vescboot-");

    private string Store => Path.Combine(_folder.FullName, "store");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(Timeout = Longest)]
    public async Task Two_processes_that_fetch_one_image_into_one_store_both_end_well()
    {
        // Neither is answered before both have asked. On a busy machine one may lose patience and ask again.
        var both = new TaskCompletionSource();
        using var server = new TinyWebServer((_, request) =>
        {
            if (request >= 2)
            {
                both.TrySetResult();
            }

            return WebReply.Ok(_demo) with { After = both.Task };
        });
        string from = server.Address.AbsoluteUri;
        using var first = Tool.StartWith(Store, "bundle", "fetch", DemoId, "--from", from, "--json");
        using var second = Tool.StartWith(Store, "bundle", "fetch", DemoId, "--from", from, "--json");

        var results = new[] { await first.EndAsync(), await second.EndAsync() };

        Assert.All(results, r => Assert.Equal((0, DemoId), (r.ExitCode, (string?)r.Result["fetched"]![0])));
        Assert.Equal([Path.Combine(Store, "images", _hash + ".bin")], Directory.GetFiles(Path.Combine(Store, "images")));
        Assert.Equal(0, (await Tool.RunWithAsync(Store, "bundle", "verify")).ExitCode);
        Assert.Equal(DemoId,
            (string?)(await Tool.RunWithAsync(Store, "bundle", "fetch", DemoId, "--from", from, "--json")).Result["alreadyHere"]![0]);
    }

    [Fact(Timeout = Longest)]
    public async Task A_damaged_file_is_found_moved_aside_and_fetched_again()
    {
        using var server = new TinyWebServer((path, _) => path == "/demo/simulated.bin"
            ? WebReply.Ok(_demo)
            : WebReply.Of("404 Not Found"));
        string[] fetch = ["bundle", "fetch", DemoId, "--from", server.Address.AbsoluteUri, "--json"];
        await Tool.RunWithAsync(Store, fetch);
        string path = (await Tool.RunWithAsync(Store, "bundle", "path", DemoId)).Output.Trim();
        await File.WriteAllBytesAsync(path, [1, 2, 3]);

        var verify = await Tool.RunWithAsync(Store, "bundle", "verify", "--json");

        Assert.Equal((7, "storeDamaged"), (verify.ExitCode, (string?)verify.Result["error"]!["code"]));
        Assert.EndsWith($"vescboot bundle fetch {DemoId}", (string?)verify.Result["error"]!["next"]);
        Assert.False(File.Exists(path));
        Assert.Single(Directory.GetFiles(Path.Combine(Store, "damaged")));
        Assert.Equal(0, (await Tool.RunWithAsync(Store, fetch)).ExitCode);
        Assert.Equal(_demo, await File.ReadAllBytesAsync(path));
    }

    [Fact(Timeout = Longest)]
    public async Task What_is_not_there_ends_with_7_and_its_reason()
    {
        using var server = new TinyWebServer((_, _) => WebReply.Of("404 Not Found"));
        var run = await Tool.RunWithAsync(Store, "bundle", "fetch", DemoId, "--from", server.Address.AbsoluteUri, "--json");
        Assert.Equal((7, "fetchFailed"), (run.ExitCode, (string?)run.Result["error"]!["code"]));
        Assert.Contains("404", (string?)run.Result["error"]!["message"], StringComparison.Ordinal);
        Assert.Null(run.Result["error"]!["boardState"]);
        Assert.False(Directory.Exists(Store));
    }

    [Fact(Timeout = Longest)]
    public async Task A_store_goes_over_a_stick_and_a_lock_keeps_the_rest_out()
    {
        string image = Write("demo.bin", _demo);
        string stick = Path.Combine(_folder.FullName, "stick");
        string other = Path.Combine(_folder.FullName, "other");
        Assert.Equal(0, (await Tool.RunWithAsync(Store, "bundle", "import", image)).ExitCode);
        Assert.Equal(0, (await Tool.RunWithAsync(Store, "bundle", "export", stick)).ExitCode);
        string list = Path.Combine(stick, "SHA256SUMS");
        Assert.Equal(0, (await Tool.RunWithAsync(other, "bundle", "import", stick, "--lock", list)).ExitCode);
        Assert.Contains(DemoId, (await Tool.RunWithAsync(other, "bundle", "list", "--here")).Output, StringComparison.Ordinal);

        string mine = Write("mine.bin", Bench.ImageBytes);
        var refused = await Tool.RunWithAsync(other, "install", "-p", "sim://?timing=off", "--image", mine, "--lock", list, "--json");
        Assert.Equal((7, "imageNotApproved"), (refused.ExitCode, (string?)refused.Result["error"]!["code"]));
        Assert.Equal(0, (await Tool.RunWithAsync(other, "install", "-p", "sim://?timing=off", "--image", DemoId, "--lock", list)).ExitCode);
    }

    [Fact(Timeout = Longest)]
    public async Task Without_image_and_without_network_a_board_keeps_what_it_has()
    {
        using var bench = new Bench("fw=6.05&hw=60_MK5&timing=off");

        var run = await Tool.RunWithAsync(Store, "install", "-p", bench.Port, "--yes", "--offline", "--json");

        Assert.Equal((7, "imageMissing"), (run.ExitCode, (string?)run.Result["error"]!["code"]));
        Assert.Equal("vescboot bundle fetch vesc/60-2022-12-08", (string?)run.Result["error"]!["next"]);
        Assert.Equal(bench.Before, bench.Flash);
    }

    [Fact(Timeout = Longest)]
    public async Task Inspecting_something_that_is_no_image_is_no_failure()
    {
        var run = await Tool.RunWithAsync(Store, "image", "inspect", Write("README.md", "# Read me\n"u8.ToArray()), "--json");
        Assert.Equal((0, "neither"), (run.ExitCode, (string?)run.Result["image"]!["kind"]));
        var demo = await Tool.RunWithAsync(Store, "image", "inspect", Write("x.bin", _demo), "--json");
        Assert.Equal(("bootloader", DemoId, "certain"),
            ((string?)demo.Result["image"]!["kind"], (string?)demo.Result["image"]!["catalogue"]![0],
                (string?)demo.Result["image"]!["certainty"]));
        Assert.Equal(7, (await Tool.RunWithAsync(Store, "image", "inspect", Path.Combine(_folder.FullName, "none"))).ExitCode);
    }

    [Fact(Timeout = Longest)]
    public async Task An_image_is_named_by_its_path_its_id_its_hash_or_its_own_name()
    {
        string path = Write("mine.bin", Bench.ImageBytes);
        string hash = Convert.ToHexStringLower(SHA256.HashData(Bench.ImageBytes));
        Assert.Equal(0, (await Tool.RunWithAsync(Store, "bundle", "import", path, "--name", "mine")).ExitCode);
        foreach (string word in new[] { path, "own/mine", "OWN/Mine", hash, hash[..8] })
        {
            var run = await Tool.RunWithAsync(Store, "install", "-p", "sim://?timing=off", "--image", word, "--json");
            Assert.Equal((0, hash), (run.ExitCode, (string?)run.Result["image"]!["sha256"]));
        }

        var demo = await Tool.RunWithAsync(Store, "install", "-p", "sim://?timing=off", "--image", DemoId, "--offline", "--json");
        Assert.Equal((0, _hash), (demo.ExitCode, (string?)demo.Result["image"]!["sha256"]));
        foreach (var (word, code, message) in new[]
        {
            ("7.00/60_MK6", "imageNotBootloader", "7.00/60_MK6 is a firmware, not a bootloader"),
            ("bms/generic", "imageNotBootloader", "bms/generic is a bootloader of another family (bms), which would not run here"),
            ("bootloaders", "imageUnknown",
                "bootloaders names 5 images: vesc/4x-2022-12-08, vesc/60-2022-12-08, vesc/generic-2022-12-08, bms/generic, "
                    + "module/stm32g431"),
            ("nothing", "imageUnreadable",
                "nothing: no such file, and no known image has that id or hash"),
        })
        {
            var run = await Tool.RunWithAsync(Store, "install", "-p", "sim://?timing=off", "--image", word, "--json");
            Assert.Equal((7, code, message),
                (run.ExitCode, (string?)run.Result["error"]!["code"], (string?)run.Result["error"]!["message"]));
        }
    }

    [Fact(Timeout = Longest)]
    public async Task An_own_image_is_listed_shown_located_and_exported_by_its_name()
    {
        string stick = Path.Combine(_folder.FullName, "stick");
        Assert.Equal(0,
            (await Tool.RunWithAsync(Store, "bundle", "import", Write("mine.bin", Bench.ImageBytes), "--name", "mine")).ExitCode);

        var shown = await Tool.RunWithAsync(Store, "bundle", "show", "own/mine");
        Assert.Contains("not in the catalogue", shown.Output, StringComparison.Ordinal);
        Assert.Contains("not in the catalogue", (await Tool.RunWithAsync(Store, "bundle", "list")).Output, StringComparison.Ordinal);
        string path = (await Tool.RunWithAsync(Store, "bundle", "path", "OWN/mine")).Output.Trim();
        Assert.Equal(Bench.ImageBytes, await File.ReadAllBytesAsync(path));
        Assert.Equal("own/mine",
            (string?)(await Tool.RunWithAsync(Store, "bundle", "export", stick, "own/mine", "--json")).Result["exported"]![0]);

        File.Delete(Path.Combine(stick, "own", "mine.bin"));
        var missing = await Tool.RunWithAsync(Store, "bundle", "import", stick, "--json");
        Assert.Equal((7, "imageMissing", "own/mine.bin"),
            (missing.ExitCode, (string?)missing.Result["error"]!["code"], (string?)missing.Result["missing"]![0]));
    }

    [Theory(Timeout = Longest)]
    [InlineData("vescboot bundle has no command 'frobnicate'", "vescboot bundle --help", "bundle", "bundle", "frobnicate")]
    [InlineData("vescboot bundle needs a command: list, show, fetch, import, export, verify, path, index", "vescboot bundle --help",
        "bundle",
        "bundle")]
    [InlineData("vescboot bundle show needs WHAT: an id, a version with a hardware name, or a hash", "vescboot bundle show --help",
        "bundle show", "bundle", "show")]
    [InlineData("vescboot bundle list has no option --nonsense", "vescboot bundle list --help", "bundle list", "bundle", "list",
        "--nonsense")]
    [InlineData("vescboot image needs a command: inspect", "vescboot image --help", "image", "image")]
    public async Task A_wrong_word_behind_a_command_is_told_with_the_whole_command(string message, string next, string command,
        params string[] words)
    {
        var run = await Tool.RunWithAsync(Store, [.. words, "--json"]);
        Assert.Equal((2, command), (run.ExitCode, (string?)run.Result["command"]));
        Assert.Equal((message, next), ((string?)run.Result["error"]!["message"], (string?)run.Result["error"]!["next"]));
    }

    [Fact(Timeout = Longest)]
    public async Task A_list_that_never_ends_is_refused_at_once()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var run = await Tool.RunWithAsync(Store, "bundle", "fetch", DemoId, "--lock", "/dev/zero", "--json");
        Assert.Equal((7, "imageUnreadable"), (run.ExitCode, (string?)run.Result["error"]!["code"]));
    }

    [Fact(Timeout = Longest)]
    public async Task Ctrl_C_in_the_middle_of_a_fetch_leaves_nothing()
    {
        using var asked = new SemaphoreSlim(0);
        using var server = new TinyWebServer((_, _) =>
        {
            asked.Release();
            return new WebReply([.. WebReply.Of("200 OK").Bytes, .. _demo.AsSpan(0, 1000)], Hangs: true);
        });
        using var tool = Tool.StartWith(Store, "bundle", "fetch", DemoId, "--from", server.Address.AbsoluteUri, "--json");
        await asked.WaitAsync(TestContext.Current.CancellationToken);
        tool.Signal(2);

        var run = await tool.EndAsync();

        Assert.Equal((130, "interrupted"), (run.ExitCode, (string?)run.Result["error"]!["code"]));
        Assert.False(Directory.Exists(Store));
    }

    // WrongFilesTests tries each of them without a process.
    [Fact(Timeout = Longest)]
    public async Task A_wrong_file_of_a_folder_ends_with_7_and_its_own_sentence_after_five_seconds_of_work_at_most_and_in_150_megabytes()
    {
        foreach (var (name, content, sentence) in WrongFiles.All.Where((_, at) => at % 12 == 0))
        {
            var (run, cost) = await MeasureAsync("install", "-p", "sim://", "--image", Write(name, content), "--json");

            Assert.Equal((7, $"{name} is {sentence}"), (run.ExitCode, (string?)run.Result["error"]!["message"]));
            AssertSmall(cost);
        }
    }

    [Fact(Timeout = Longest)]
    public async Task What_a_board_needs_is_named_by_the_board()
    {
        string empty = Directory.CreateDirectory(Path.Combine(_folder.FullName, "empty")).FullName;
        var run = await Tool.RunWithAsync(Store, "bundle", "fetch", "--for-board", "-p", "sim://?timing=off&hw=60_MK5", "6.05", "--from",
            empty, "--json");
        Assert.Equal(7, run.ExitCode);
        Assert.Equal(["vesc/60-2022-12-08", "6.05/60_MK5"], run.Result["failed"]!.AsArray().Select(f => (string?)f!["id"]));
    }

    public static TheoryData<string, string, long> Heavy => new()
    {
        { "endless.bin", "", 1L << 40 },
        { "flood.hex", string.Concat(Enumerable.Repeat(":0100000000FF\n", 500_000)), 0 },
        { "sparse.elf", "\u007FELF\u0001\u0001\u0001", 32 << 20 },
        { "long.hex", ":", 8 << 20 },
    };

    [Theory(Timeout = Longest)]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Heavy), DisableDiscoveryEnumeration = true)]
    public async Task The_heaviest_files_are_refused_after_five_seconds_of_work_and_in_150_megabytes(string name, string head, long length)
    {
        string path = Write(name, System.Text.Encoding.Latin1.GetBytes(head));
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(Math.Max(length, file.Length));
        }

        var (run, cost) = await MeasureAsync("install", "-p", "sim://", "--image", path);

        Assert.Equal(7, run.ExitCode);
        AssertSmall(cost);
    }

    // Of its work, not of the clock, which other programs on the machine make later. The runtime's start is in it.
    private static void AssertSmall(ToolCost cost)
    {
        Assert.InRange(cost.ProcessorTime, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.InRange(cost.Memory, 1, MostMemory);
    }

    // On a busy machine a program may end before the first look: it runs again.
    private static async Task<(ToolResult Run, ToolCost Cost)> MeasureAsync(params string[] arguments)
    {
        while (true)
        {
            using var tool = Tool.Start(arguments);
            var cost = await tool.WatchCostAsync();
            var run = await tool.EndAsync();
            if (cost.Memory > 0)
            {
                return (run, cost);
            }
        }
    }

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
