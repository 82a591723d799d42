using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Tests.Jobs;

/// <summary>A plan says what the job then does, and nothing else.</summary>
public sealed class InstallPlanTests
{
    private const string Write = "write image-1.bin, 5280 bytes at 0x080E0000";
    private const string Compare = "verify: read the whole sector back and compare";
    private const string Save = "save the old content of the bootloader sector to a file";
    private const string Erase = "erase the bootloader sector, 128 KB at 0x080E0000";

    [Fact]
    public void A_blank_sector_is_written_without_an_erase_and_what_was_opened_is_taken_back()
    {
        using var stored = JobBench.With("6.05", "lisp");
        using var empty = JobBench.With("6.05", "nothing");

        var plan = stored.Install().Plan!;
        var opens = empty.Install().Plan!;

        Assert.Equal(["no erase: the bootloader sector is blank", Write, Compare], plan.Steps);
        Assert.Equal([.. plan.Steps, "clean up: erase the 8 zero bytes in the QML sector"], opens.Steps);
        Assert.Equal((false, 5280, true), (plan.Erases, plan.BytesToWrite, plan.Verifies));
        Assert.Empty(plan.Lost);
        Assert.Empty(plan.Undecided);
        Assert.Contains(stored.Events, e => e is JobEvent.Planned p && p.Plan == plan);
    }

    [Theory]
    [InlineData("fw=6.05&bootloader=garbage", false)]
    [InlineData("fw=7.00&package=yes", true)]
    [InlineData("fw=7.00&bootloader=present", false)]
    public void What_is_exchanged_is_saved_erased_and_told_as_lost(string board, bool packages)
    {
        using var bench = JobBench.On(board, o => o with { Lisp = JobBench.Code });

        var result = bench.Install(o => o with { Replace = true });

        Assert.Equal([Save, Erase, Write, Compare], result.Plan!.Steps);
        Assert.True(result.Plan.Erases);
        Assert.Equal($"what is in the bootloader sector now: {result.Before!.Evidence[0]}", result.Plan.Lost[0]);
        Assert.Equal(packages ? ["data that a package may keep in this sector (firmware 6.06 and later)"] : [], result.Plan.Lost.Skip(1));
    }

    [Theory]
    [InlineData("5.02", Erase, true)]
    [InlineData("3.58", "no erase: this firmware cannot", false)]
    public void Where_nothing_can_be_read_nothing_is_promised(string firmware, string erase, bool erases)
    {
        using var bench = JobBench.On($"fw={firmware}");

        var plan = bench.Install(o => o with { AssumeAbsent = true }).Plan!;

        Assert.Equal([erase, Write, "no verify: this firmware cannot be read back"], plan.Steps);
        Assert.Equal((erases, false), (plan.Erases, plan.Verifies));
        Assert.Empty(plan.Lost);
    }

    [Fact]
    public void A_dry_run_that_could_not_look_leaves_the_erase_open_and_is_no_success()
    {
        using var bench = JobBench.With("6.05", "nothing");

        var result = bench.Install(o => o with { DryRun = true });

        Assert.Equal(["erase: decided when the sector has been read", Write, Compare], result.Plan!.Steps);
        Assert.Equal((false, true), (result.Plan.Erases, result.Plan.Verifies));
        Assert.Equal(
            [
                "whether a bootloader is there; reading the flash writes 8 zero bytes into the empty QML sector and erases "
                    + "them again"], result.Plan.Undecided);
        Assert.Equal($"only the real run finds out {result.Plan.Undecided[0]}", result.Failure!.Message);
    }

    [Fact]
    public void An_erase_and_an_undo_take_a_second_each_and_reading_as_long_as_it_took_before()
    {
        using var blank = JobBench.With("6.05", "lisp");
        using var opened = JobBench.With("6.05", "nothing");
        using var garbage = JobBench.On("fw=6.05&bootloader=garbage", o => o with { Lisp = JobBench.Code });
        using var unread = JobBench.On("fw=3.58");

        var write = unread.Install(o => o with { AssumeAbsent = true }).Plan!.Expected;
        var read = blank.Install().Plan!.Expected - write;

        Assert.InRange(write, TimeSpan.FromMilliseconds(98), TimeSpan.FromMilliseconds(99));
        Assert.InRange(read, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2));
        Assert.Equal(1, (opened.Install().Plan!.Expected - write - read).TotalSeconds, tolerance: 0.05);
        Assert.Equal(1, (garbage.Install(o => o with { Replace = true }).Plan!.Expected - write - read).TotalSeconds, tolerance: 0.05);
    }

    [Fact]
    public void Why_an_install_is_refused_is_told_with_what_is_there()
    {
        using var present = JobBench.On("fw=6.05&bootloader=present");
        using var garbage = JobBench.On("fw=6.05&bootloader=garbage");
        using var unknown = JobBench.On("fw=5.02");

        var known = present.Install();
        var occupied = garbage.Install();
        var blind = unknown.Install();

        Assert.Equal("a bootloader is already there: demo/simulated", known.Failure!.Message);
        Assert.Equal($"the bootloader sector is neither blank nor an intact bootloader: {occupied.Before!.Evidence[0]}",
            occupied.Failure!.Message);
        Assert.Equal($"it is not known whether a bootloader is there: {string.Join("; ", blind.Before!.Evidence)}",
            blind.Failure!.Message);
    }

    [Fact]
    public void A_bootloader_without_a_name_is_told_by_what_was_seen_of_it()
    {
        using var bench = JobBench.On("fw=6.05", o => o with { Bootloader = JobBench.MakeImage(seed: 2).Content });

        var result = bench.Install();

        Assert.Equal($"a bootloader is already there: {result.Before!.Evidence[0]}",
            result.Failure!.Message);
        Assert.Contains("bootloaderUnrecognised", bench.Warnings);
    }

    [Theory]
    [InlineData("5.02",
        "it is assumed that no bootloader is there. If one is there it is erased and lost; the new one takes its place, unproved")]
    [InlineData("3.58",
        "it is assumed that no bootloader is there. If one is there it is destroyed, and the new one too: this firmware cannot erase the "
            + "sector first")]
    public void What_an_assumption_risks_is_said(string firmware, string message)
    {
        using var bench = JobBench.On($"fw={firmware}");

        bench.Install(o => o with { AssumeAbsent = true });

        Assert.Contains(new JobEvent.Warned("assumedAbsent", message), bench.Events);
    }
}
