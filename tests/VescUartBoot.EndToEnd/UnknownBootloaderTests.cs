namespace VescUartBoot.EndToEnd;

/// <summary>A well-formed bootloader that no catalogue knows: each command says the same of it, and none advises a wasted upload.</summary>
public sealed class UnknownBootloaderTests
{
    private const int Longest = 300_000;

    private static readonly string _file = Path.Combine(Repository.Root, "protocol-fixtures", "unknown-bootloader.bin");

    [Fact(Timeout = Longest)]
    public async Task On_a_readable_board_it_is_exchanged_before_anything_is_uploaded()
    {
        using var bench = new Bench($"fw=6.05&timing=off&bootloader={_file}");

        var check = await Tool.RunAsync("check", "-p", bench.Port, "--yes", "--json");
        var install = await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--yes", "--json");
        var upgrade = await Tool.RunAsync("upgrade", "-p", bench.Port, "--to", "7.00", "--yes", "--json");

        Assert.Equal((0, "present"), (check.ExitCode, (string?)check.Result["bootloader"]!["before"]));
        Assert.Equal((4, "bootloaderPresent"), (install.ExitCode, ErrorOf(install, "code")));
        Assert.Equal((5, "bootloaderUnknown"), (upgrade.ExitCode, ErrorOf(upgrade, "code")));
        Assert.Equal($"vescboot install -p {bench.Port} --replace, which saves and replaces the bootloader; then upgrade "
            + "again", ErrorOf(upgrade, "next"));
        Assert.Equal(0, (int)upgrade.Result["bytesOnWire"]!);
        Assert.All([check, install, upgrade], run => Assert.Contains(run.Result["bootloader"]!["evidence"]!.AsArray(),
            line => ((string)line!).EndsWith(" and match no known image", StringComparison.Ordinal)));
        Assert.Equal(bench.Before, bench.Flash);
    }

    [Theory(Timeout = Longest)]
    [InlineData(0)]
    [InlineData(64)]
    public async Task As_a_file_it_is_a_sound_bootloader_of_its_own_also_where_it_is_padded(int padding)
    {
        using var bench = new Bench("fw=6.05&timing=off");
        string file = bench.FileNamed("own.bin");
        byte[] content = await File.ReadAllBytesAsync(_file);
        await File.WriteAllBytesAsync(file, [.. content, .. Enumerable.Repeat((byte)0xFF, padding)]);

        var inspect = (await Tool.RunAsync("image", "inspect", file, "--json")).Result["image"]!;
        var install = await Tool.RunAsync("install", "-p", bench.Port, "--image", file, "--yes", "--json");

        Assert.Equal(("bootloader", "likely", true), ((string?)inspect["kind"], (string?)inspect["certainty"], (bool)inspect["sound"]!));
        Assert.Empty(inspect["catalogue"]!.AsArray());
        Assert.Equal(0, install.ExitCode);
        Assert.Equal(Bench.SectorWith(content), bench.Flash[0xE0000..]);
    }

    private static string? ErrorOf(ToolResult run, string field) => (string?)run.Result["error"]![field];
}
