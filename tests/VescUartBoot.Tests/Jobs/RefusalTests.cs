using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Messages;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Tests.Jobs;

/// <summary>What an install refuses, and that a refusal leaves the board as it was.</summary>
public sealed class RefusalTests
{
    private static readonly BootloaderImage _demo = BootloaderImage.Parse("demo.bin", SimulatedImage.Bootloader());

    [Theory]
    [InlineData("5.02")]
    [InlineData("3.58")]
    [InlineData("3.40")]
    public void Firmware_that_cannot_be_read_is_refused_as_unknown_and_nothing_changes(string firmware)
    {
        using var bench = JobBench.On($"fw={firmware}");

        Assert.Equal(FailureCode.BootloaderUnknown, bench.Check().Failure!.Code);
        var result = bench.Install();

        Assert.Equal(FailureCode.BootloaderUnknown, result.Failure!.Code);
        Assert.Equal(ProbeSuggestion.OtherMeans, result.Before!.WayToTell);
        bench.AssertUnchangedExcept();
    }

    [Theory]
    [InlineData("garbage", FailureCode.SectorOccupied)]
    [InlineData("present", FailureCode.BootloaderPresent)]
    public void What_is_in_the_sector_is_refused_unchanged_and_replaced_only_after_it_was_saved(string content, FailureCode refusal)
    {
        using var bench = JobBench.On($"fw=6.05&bootloader={content}");
        byte[] old = bench.Board.Flash.Read(0xE0000, 0x20000);
        Assert.Equal(refusal, bench.Install().Failure!.Code);
        bench.AssertUnchangedExcept();

        byte[]? saved = null;
        var result = bench.Install(o => o with { Replace = true, Save = c => { saved = c.ToArray(); return "old.bin"; } });

        Assert.Null(result.Failure);
        Assert.Equal("old.bin", result.SavedTo);
        Assert.Equal(old, saved);
        Assert.Equal(1, bench.Board.Flash.Erases(11));
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
        bench.AssertUnchangedExcept(11);
    }

    [Theory]
    [InlineData("23.46", "is a vendor's fork")]
    [InlineData("3.58", "3.59 is the first that can")]
    public void Why_a_sector_cannot_be_erased_is_told_as_it_is(string firmware, string why)
    {
        using var bench = JobBench.On($"fw={firmware}&bootloader=present");

        var result = bench.Install(o => o with { Replace = true, AssumeAbsent = true });

        Assert.Equal(FailureCode.EraseUnsupported, result.Failure!.Code);
        Assert.Contains(why, result.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_erased_if_saving_fails()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=garbage");

        var result = bench.Install(o => o with { Replace = true, Save = _ => throw new IOException("no space left on device") });

        Assert.Equal(FailureCode.SaveFailed, result.Failure!.Code);
        Assert.Contains("no space left", result.Failure.Message, StringComparison.Ordinal);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void Nothing_is_replaced_without_the_owners_yes()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=garbage", o => o with { Qml = JobBench.Code });
        bench.Yes = false;

        var result = bench.Install(o => o with { Replace = true });

        Assert.Equal(FailureCode.NotAgreed, result.Failure!.Code);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void Package_data_in_the_sector_is_never_erased_silently()
    {
        using var bench = JobBench.On("fw=7.00&package=yes");

        var result = bench.Install();

        Assert.Equal(FailureCode.SectorOccupied, result.Failure!.Code);
        bench.AssertUnchangedExcept();
    }

    [Theory]
    [InlineData("3.58")]
    [InlineData("3.40")]
    public void Replacing_is_refused_where_the_firmware_cannot_erase(string firmware)
    {
        using var bench = JobBench.On($"fw={firmware}&bootloader=present");

        var result = bench.Install(o => o with { Replace = true, AssumeAbsent = true });

        Assert.Equal(FailureCode.EraseUnsupported, result.Failure!.Code);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void Without_consent_the_way_to_read_stays_closed_and_the_verdict_is_unknown()
    {
        using var bench = JobBench.With("6.05", "nothing");
        bench.Yes = false;

        var result = bench.Install();

        Assert.Equal(FailureCode.BootloaderUnknown, result.Failure!.Code);
        Assert.Equal(ProbeSuggestion.Agreement, result.Before!.WayToTell);
        Assert.Equal([JobQuestion.OpenReadPath], bench.Questions);
        Assert.Equal(0, bench.Board.Flash.BytesProgrammed);
    }

    [Theory]
    [InlineData("motor=held", FailureCode.MotorTurning)]
    [InlineData("erpm=400", FailureCode.MotorTurning)]
    [InlineData("erpm=-400", FailureCode.MotorTurning)]
    [InlineData("dual=yes&erpm2=400", FailureCode.MotorTurning)]
    [InlineData("fault=9", FailureCode.BoardFault)]
    [InlineData("fault=1", FailureCode.BoardFault)]
    [InlineData("fault=14", FailureCode.BoardFault)]
    public void A_board_that_is_not_fit_is_refused_before_anything_touches_flash(string state, FailureCode expected)
    {
        using var bench = JobBench.On($"fw=6.05&{state}");

        var result = bench.Install();

        Assert.Equal(expected, result.Failure!.Code);
        Assert.Equal(0, bench.Board.Flash.BytesProgrammed);
        bench.AssertUnchangedExcept();
    }

    [Theory]
    [InlineData("readpath=closed", true)]
    [InlineData("qmlapp=compiled", false)]
    [InlineData("fw=23.46", false)]
    public void Where_flash_cannot_be_read_the_verdict_is_unknown_and_the_board_never_resets(string kind, bool stored)
    {
        using var bench = JobBench.On(kind, o => o with { Qml = stored ? JobBench.Code : default });

        Assert.Equal(FailureCode.BootloaderUnknown, bench.Check().Failure!.Code);
        Assert.Equal(FailureCode.BootloaderUnknown, bench.Install().Failure!.Code);
        bench.AssertUnchangedExcept();
        Assert.Empty(bench.Board.Report().Resets);
        Assert.Empty(bench.Board.Report().Violations);
    }

    [Fact]
    public void Zeros_that_open_nothing_are_left_with_a_word_because_nobody_can_see_what_else_the_sector_holds()
    {
        using var bench = JobBench.On("readpath=closed");

        var result = bench.Install();

        Assert.Equal(FailureCode.BootloaderUnknown, result.Failure!.Code);
        Assert.Contains("readPathLeftOpen", bench.Warnings);
        Assert.Contains("8 zero bytes", result.Failure.BoardState, StringComparison.Ordinal);
        Assert.Equal(8, bench.Board.Flash.BytesProgrammed);
        Assert.Equal(0, bench.Board.Flash.Erases(9));
        Assert.Empty(bench.Board.Report().Resets);
    }

    [Theory]
    [InlineData("bms")]
    [InlineData("module")]
    [InlineData("express")]
    public void Other_families_are_refused_by_name(string family)
    {
        using var bench = JobBench.On($"family={family}");

        var result = bench.Install();

        Assert.Equal(FailureCode.BoardFamily, result.Failure!.Code);
        Assert.Equal([0], bench.Board.Report().Commands.Keys);
    }

    [Fact]
    public void A_refused_erase_stops_the_job_with_the_sector_as_it_was()
    {
        using var bench = JobBench.On("fw=6.05&bootloader=garbage");
        bench.Board.Inject(Fault.ToRequest(73, 1, new Refuse()));

        var result = bench.Install(o => o with { Replace = true });

        Assert.Equal(FailureCode.EraseRefused, result.Failure!.Code);
        Assert.Equal(result.Before, result.After);
        bench.AssertUnchangedExcept();
    }

    [Theory]
    [InlineData("6.05", "usb", 0)]
    [InlineData("5.02", "unknown", 0)]
    [InlineData("6.05", "unknown", ReadCodeRequest.HeaderLength)]
    public void The_demo_image_is_refused_on_a_real_board_and_over_its_USB_before_anything_is_written(
        string firmware, string kind, int mostWritten)
    {
        // The mark of simulated firmware is missing.
        byte[] flash = new SimulatedBoard(SimulatedBoardOptions.Parse($"fw={firmware}"), new ManualClock()).Flash.ToArray();
        "REAL"u8.CopyTo(flash.AsSpan(0x200));
        using var bench = JobBench.On($"fw={firmware}&kind={kind}",
            o => o with { Flash = flash, KnownFirmware = _ => (firmware, "60_MK6") });

        var result = bench.Install(o => o with { Image = _demo, AssumeAbsent = true });

        Assert.Equal(FailureCode.ImageRejected, result.Failure!.Code);
        bench.AssertUnchangedExcept();
        Assert.InRange(bench.Board.Flash.BytesProgrammed, 0, mostWritten);
    }

    [Fact]
    public void The_demo_image_is_accepted_by_a_simulated_board_in_another_process()
    {
        using var bench = JobBench.On("fw=6.05&kind=unknown");

        Assert.Null(bench.Install(o => o with { Image = _demo }).Failure);
    }

    [Fact]
    public void An_image_in_no_catalogue_is_warned_of_once()
    {
        using var bench = JobBench.On("fw=6.05");

        bench.Install();

        Assert.Single(bench.Warnings, "imageUnrecognised");
    }
}
