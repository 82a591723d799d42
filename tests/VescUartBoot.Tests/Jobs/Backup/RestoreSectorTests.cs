using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Tests.Jobs.Backup;

public sealed class RestoreSectorTests
{
    private static readonly byte[] _saved = Sector(SimulatedImage.Bootloader());

    [Theory]
    [InlineData("5.03")]
    [InlineData("6.05")]
    [InlineData("7.00")]
    public void A_saved_sector_is_back_byte_for_byte_and_nothing_else_was_changed(string firmware)
    {
        using var bench = JobBench.On($"fw={firmware}");

        var result = bench.RestoreSector(_saved);

        Assert.Null(result.Failure);
        Assert.Equal((BootloaderState.Present, DetectionMethod.Readback), (result.After!.State, result.Verified));
        bench.AssertSectorHolds(_saved);
        bench.AssertUnchangedExcept(11);
        Assert.Equal(0, bench.Board.Flash.Erases(11));
    }

    [Fact]
    public void Data_behind_the_bootloader_comes_back_with_it()
    {
        byte[] saved = [.. _saved];
        "native package data"u8.CopyTo(saved.AsSpan(0x1F000));
        using var bench = JobBench.On("fw=7.00");

        Assert.Null(bench.RestoreSector(saved).Failure);
        bench.AssertSectorHolds(saved);
    }

    [Theory]
    [InlineData("present", FailureCode.BootloaderPresent)]
    [InlineData("garbage", FailureCode.SectorOccupied)]
    public void What_is_in_the_sector_is_refused_unless_it_may_be_replaced_and_then_saved_first(string content, FailureCode refusal)
    {
        using var bench = JobBench.On($"fw=6.05&bootloader={content}");
        byte[] old = bench.Board.Flash.Read(0xE0000, 0x20000);
        byte[] wanted = Sector(JobBench.Image.Content.Span);
        Assert.Equal(refusal, bench.RestoreSector(wanted).Failure!.Code);
        bench.AssertUnchangedExcept();

        byte[]? kept = null;
        var result = bench.RestoreSector(wanted, o => o with { Replace = true, Save = c => { kept = c.ToArray(); return "kept.bin"; } });

        Assert.Null(result.Failure);
        Assert.Equal("kept.bin", result.SavedTo);
        Assert.Equal(old, kept);
        bench.AssertSectorHolds(wanted);
    }

    [Fact]
    public void Content_that_is_no_bootloader_needs_the_owners_yes()
    {
        byte[] package = Sector("native package data"u8);
        using var bench = JobBench.On("fw=7.00", o => o with { Lisp = JobBench.Code });
        bench.Yes = false;
        Assert.Equal(FailureCode.NotAgreed, bench.RestoreSector(package).Failure!.Code);
        bench.AssertUnchangedExcept();

        bench.Yes = true;
        var result = bench.RestoreSector(package);

        Assert.Null(result.Failure);
        Assert.Contains(JobQuestion.RestoreNoBootloader, bench.Questions);
        Assert.Equal(BootloaderState.Damaged, result.After!.State);
        bench.AssertSectorHolds(package);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5280)]
    [InlineData(0x1FFFF)]
    [InlineData(0x20001)]
    public void What_is_no_whole_sector_is_rejected_before_anything_is_sent(int length)
    {
        using var bench = JobBench.On("fw=6.05");

        var result = bench.RestoreSector([.. Enumerable.Repeat((byte)0x42, length)]);

        Assert.Equal(FailureCode.ImageRejected, result.Failure!.Code);
        Assert.Equal("sectorRejected", result.Failure.Rejection!.Code);
        Assert.Equal([0], bench.Board.Report().Commands.Keys);
    }

    [Fact]
    public void A_blank_sector_is_nothing_to_put_back()
    {
        using var bench = JobBench.On("fw=6.05");

        Assert.Equal(FailureCode.ImageRejected, bench.RestoreSector(Sector([])).Failure!.Code);
    }

    [Theory]
    [InlineData("5.02")]
    [InlineData("23.46")]
    public void Where_nobody_can_look_nothing_is_written(string firmware)
    {
        using var bench = JobBench.On($"fw={firmware}");

        Assert.Equal(FailureCode.BootloaderUnknown, bench.RestoreSector(_saved).Failure!.Code);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void The_sector_that_an_install_saved_undoes_it()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=old");
        byte[]? saved = null;
        Assert.Null(bench.Install(o => o with { Replace = true, Save = c => { saved = c.ToArray(); return "old.bin"; } }).Failure);

        Assert.Null(bench.RestoreSector(saved!, o => o with { Replace = true }).Failure);
        bench.AssertUnchangedExcept();
    }

    private static byte[] Sector(ReadOnlySpan<byte> content)
    {
        byte[] sector = new byte[0x20000];
        Array.Fill(sector, (byte)0xFF);
        content.CopyTo(sector);
        return sector;
    }
}
