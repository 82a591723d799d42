namespace VescUartBoot.EndToEnd;

public sealed class SampleTests
{
    private const int Longest = 300_000;

    [Fact(Timeout = Longest)]
    public async Task The_samples_install_a_bootloader_and_then_see_it()
    {
        using var bench = new Bench("fw=6.05&timing=off", o => o with { Lisp = new byte[100] });

        var before = await OtherProgram.RunBuiltAsync("sample-check.dll", bench.Port);
        var install = await OtherProgram.RunBuiltAsync("sample-install.dll", bench.Port, bench.Image);
        var after = await OtherProgram.RunBuiltAsync("sample-check.dll", bench.Port);

        Assert.Equal((1, 0, 0), (before.ExitCode, install.ExitCode, after.ExitCode));
        Assert.Contains("Absent", before.Output, StringComparison.Ordinal);
        Assert.Contains("installed image.bin, 131072 bytes verified", install.Output, StringComparison.Ordinal);
        Assert.Equal(Bench.SectorWith(Bench.ImageBytes), bench.Flash[0xE0000..]);
    }
}
