using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Messages;
using VescUartBoot.Recognition;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Tests.Jobs.Backup;

namespace VescUartBoot.Tests.Jobs.Upgrade;

/// <summary>What is said of a board that came back, for every answer, time and look that there may be.</summary>
public sealed class FirmwareVerdictTests
{
    private const byte TerminalCommand = 20;

    private static readonly FirmwareImage _content = FirmwareImage.Parse("new.bin", SimulatedImage.Firmware("5.03", "60_MK6"));
    private static readonly StagedImage _plain = StagedImage.Plain(_content.Content.Span);
    private static readonly StagedImage _packed = StagedImage.Packed(_content.Content.Span);
    private static readonly BootloaderStatus _unseen = BootloaderStatus.Unknown(ProbeSuggestion.OtherMeans, "unseen");

    private static readonly BootloaderStatus _proved = new(
        BootloaderState.Present, DetectionMethod.Readback, [])
    {
        Content = new SectorContent(SectorContentKind.Known, BootloaderCatalog.Shipped.Images[0], "it", null, null, []),
    };

    [Theory]
    [InlineData("5.02", "60_MK6", UpgradeVerdict.Upgraded)]
    [InlineData("5.02", "60_mk6", UpgradeVerdict.Upgraded)]
    [InlineData("5.02", null, UpgradeVerdict.Upgraded)]
    [InlineData(null, "60_MK6", UpgradeVerdict.Upgraded)]
    [InlineData("5.03", "60_MK6", UpgradeVerdict.Unexpected)]
    [InlineData("5.02", "100_250", UpgradeVerdict.Unexpected)]
    public void Another_version_than_before_is_the_new_one_only_if_it_is_what_the_image_says(string? version, string? hardware,
        UpgradeVerdict expected)
    {
        // The board ran 4.02 before and answers with 5.02 on 60_MK6.
        using var bench = JobBench.On("fw=5.02");

        var (verdict, cause, evidence) = Judge(bench, Image(version, hardware), 6.24, before: Before(4, 2, "60_MK6"));

        Assert.Equal((expected, null), (verdict, cause));
        Assert.Equal(["6.2 s after the jump 60_MK6 answered with firmware 5.02"], evidence);
    }

    [Fact]
    public void Another_name_with_the_same_version_is_a_change_too()
    {
        using var bench = JobBench.On("fw=5.02");

        Assert.Equal(UpgradeVerdict.Upgraded, Judge(bench, Image("5.02", "60_MK6"), 6, before: Before(5, 2, "75_300")).Verdict);
        Assert.Equal(UpgradeVerdict.NotApplied, Judge(bench, Image("5.03", "60_MK6"), 6, before: Before(5, 2, "60_mk6")).Verdict);
    }

    [Fact]
    public void A_board_that_did_not_answer_is_silent()
    {
        using var bench = JobBench.On("fw=5.02");

        var (verdict, cause, evidence) = Judge(bench, Image("5.03", "60_MK6"), null);

        Assert.Equal((UpgradeVerdict.Silent, null), (verdict, cause));
        Assert.Equal(["the board did not answer again"], evidence);
    }

    [Theory]
    [InlineData(2.5, false, "it returns so soon only if a bootloader ran and ended at once: to it, the staged image was damaged",
        NotAppliedCause.ImageDamaged)]
    [InlineData(2.5, true,
        "it returns so soon only if a bootloader ran and ended at once: it cannot decompress, or the staged image was damaged",
        NotAppliedCause.TooOldToUnpack)]
    [InlineData(15, false, "neither the time nor the board's list of faults shows the cause", NotAppliedCause.Unknown)]
    [InlineData(15, true, "neither the time nor the board's list of faults shows the cause", NotAppliedCause.Unknown)]
    public void The_old_firmware_is_back_for_a_reason_that_its_time_tells(double seconds, bool packed, string reason,
        NotAppliedCause expected)
    {
        using var bench = JobBench.On("fw=5.02&bootloader=present");

        var (verdict, cause, evidence) = Judge(bench, Image("5.03", "60_MK6"), seconds, packed: packed);

        Assert.Equal((UpgradeVerdict.NotApplied, expected), (verdict, cause));
        Assert.Equal(reason, evidence[^1]);
        Assert.Equal("it lists no restart by its watchdog", evidence[1]);
    }

    [Theory]
    [InlineData(false, NotAppliedCause.BootloaderMissing)]
    [InlineData(true, NotAppliedCause.Unknown)]
    public void The_watchdogs_time_tells_of_a_missing_bootloader_unless_one_was_read(bool proved, NotAppliedCause expected)
    {
        // It tells nothing of its faults at all: its terminal stays silent.
        using var bench = JobBench.On("fw=5.02");
        bench.Board.Inject(Fault.ToRequest(TerminalCommand, 0, new Lose()));

        var (verdict, cause, evidence) = Judge(bench, Image("5.03", "60_MK6"), 30, bootloader: proved ? _proved : _unseen);

        Assert.Equal((UpgradeVerdict.NotApplied, expected), (verdict, cause));
        Assert.DoesNotContain(evidence, e => e.Contains("lists", StringComparison.Ordinal));
        Assert.Equal(!proved,
            evidence.Contains("after so long the watchdog restarted a hanging board: the content of its bootloader sector did not run"));
    }

    [Fact]
    public void A_board_that_lists_no_restart_by_its_watchdog_does_not_miss_its_bootloader_for_certain()
    {
        using var bench = JobBench.On("fw=5.02");

        Assert.Equal(NotAppliedCause.Unknown, Judge(bench, Image("5.03", "60_MK6"), 30).Cause);
    }

    [Fact]
    public void A_proved_bootloader_that_leaves_at_once_found_what_waited_damaged()
    {
        using var bench = JobBench.On("fw=5.02&bootloader=present");

        Assert.Equal(NotAppliedCause.ImageDamaged, Judge(bench, Image("5.03", "60_MK6"), 2.5, packed: true, bootloader: _proved).Cause);
    }

    [Theory]
    [InlineData(0, UpgradeVerdict.Upgraded)]
    [InlineData(1, UpgradeVerdict.NotApplied)]
    public void The_same_version_again_is_told_by_its_bytes_where_they_can_be_read(int differences, UpgradeVerdict expected)
    {
        using var bench = JobBench.On("fw=5.02");

        Assert.Equal(expected, Judge(bench, Image("5.02", "60_MK6"), 15, differences: differences).Verdict);
        Assert.Equal(expected, Judge(bench, Image(null, null), 15, differences: differences).Verdict);
    }

    [Theory]
    [InlineData(15, UpgradeVerdict.Upgraded)]
    [InlineData(2.5, UpgradeVerdict.Undecided)]
    [InlineData(30, UpgradeVerdict.Undecided)]
    public void Where_neither_bytes_nor_settings_tell_only_the_time_of_a_copy_does(double seconds, UpgradeVerdict expected)
    {
        using var bench = JobBench.On("fw=5.02");

        Assert.Equal(expected, Judge(bench, Image("5.02", "60_MK6"), seconds).Verdict);
        Assert.Equal(expected, Judge(bench, Image(null, null), seconds).Verdict);
    }

    [Theory]
    [InlineData(2.5)]
    [InlineData(15)]
    [InlineData(30)]
    public void Settings_of_the_owner_that_are_still_there_prove_that_nothing_was_copied(double seconds)
    {
        using var bench = JobBench.On("fw=5.02");
        var backup = bench.Take() with { AreDefaults = false };

        var (verdict, _, evidence) = Judge(bench, Image("5.02", "60_MK6"), seconds, backup: backup);

        Assert.Equal(UpgradeVerdict.NotApplied, verdict);
        Assert.Contains("its settings are still the owner's, which a copied firmware would have reset", evidence);
    }

    [Theory]
    [InlineData(2.5, BackupPartKind.AppConfiguration)]
    [InlineData(30, BackupPartKind.AppConfiguration)]
    [InlineData(30, BackupPartKind.MotorConfiguration)]
    public void Settings_that_are_other_ones_prove_a_copy_whatever_the_time(double seconds, BackupPartKind other)
    {
        using var bench = JobBench.On("fw=5.02");
        var backup = bench.Take();
        backup = backup.With(other, BackupBench.Scramble(backup.Find(other)!.Content));

        var (verdict, _, evidence) = Judge(bench, Image("5.02", "60_MK6"), seconds, backup: backup);

        Assert.Equal(UpgradeVerdict.Upgraded, verdict);
        Assert.Equal("its settings have changed since the jump, which only a copied firmware causes", evidence[^1]);
    }

    [Fact]
    public void The_right_bytes_of_before_are_no_proof_where_the_watchdog_brought_the_board_back()
    {
        using var fresh = JobBench.On("fw=5.02");
        using var bitten = JobBench.On("fw=5.02");
        Assert.Equal(FailureCode.BootloaderAbsent, bitten.Check(CheckMethod.Jump).Failure!.Code);

        Assert.Equal(UpgradeVerdict.Upgraded, Judge(fresh, Image("5.02", "60_MK6"), 30, differences: 0).Verdict);
        Assert.Equal(UpgradeVerdict.Upgraded, Judge(bitten, Image("5.02", "60_MK6"), 15, differences: 0).Verdict);
        var (verdict, cause, evidence) = Judge(bitten, Image("5.02", "60_MK6"), 30, differences: 0);
        Assert.Equal((UpgradeVerdict.NotApplied, NotAppliedCause.BootloaderMissing), (verdict, cause));
        Assert.Equal(["it lists a restart by its watchdog",
            "after so long the watchdog restarted a hanging board: the content of its bootloader sector did not run"], evidence.Skip(1));
        Assert.Equal(NotAppliedCause.Unknown, Judge(bitten, Image("5.03", "60_MK6"), 2.5).Cause);
    }

    [Theory]
    [InlineData(false, NotAppliedCause.TooOldToUnpack, "the staged image is intact, byte for byte")]
    [InlineData(true, NotAppliedCause.ImageDamaged, "the staged image differs from what was sent")]
    public void Where_staging_can_be_read_it_tells_a_bootloader_that_is_too_old_from_a_damaged_upload(bool damaged,
        NotAppliedCause expected, string sentence)
    {
        using var bench = JobBench.With("6.05", "lisp");
        byte[] waiting = _packed.Bytes.ToArray()[..2000];
        bench.Board.Flash.Load(0x80000, waiting);
        if (damaged)
        {
            waiting[1500] ^= 1;
        }

        var (verdict, cause, evidence) = Judge(bench, Image("7.00", "60_MK6"), 2.5, packed: true, waiting: waiting);

        Assert.Equal((UpgradeVerdict.NotApplied, expected), (verdict, cause));
        Assert.Equal(sentence, evidence[^1]);
    }

    private static UpgradeImage Image(string? version, string? hardware) =>
        new(_content, FirmwareVersion.TryParse(version, out var parsed) ? parsed : null, hardware, "");

    private static BoardIdentity Before(byte major, byte minor, string hardware) =>
        new(new FirmwareVersionReply { Major = major, Minor = minor, HardwareName = hardware });

    private static (UpgradeVerdict Verdict, NotAppliedCause? Cause, List<string> Evidence) Judge(
        JobBench bench,
        UpgradeImage image,
        double? seconds,
        BoardIdentity? before = null,
        bool packed = false,
        BootloaderStatus? bootloader = null,
        int? differences = null,
        BoardBackup? backup = null,
        byte[]? waiting = null)
    {
        (UpgradeVerdict, NotAppliedCause?, List<string>) judged = default;
        var same = backup ?? bench.Take();
        bench.RunSteps(async session =>
        {
            if (waiting is not null)
            {
                // Only a link that has carried a sector is known to be quick.
                Assert.Null(await FlashAccessSetup.OpenAsync(session, CancellationToken.None));
                await BootloaderProbe.ReadSectorAsync(session, JobPhase.Check, CancellationToken.None);
                session.Staged = waiting;
            }

            var verdict = new FirmwareVerdict(session, image, packed ? _packed : _plain, bootloader ?? _unseen, same);
            RestartResult? returned = seconds is { } s ? new RestartResult(TimeSpan.FromSeconds(s), true) : null;
            judged = await verdict.JudgeAsync(before ?? session.Board.Identity, returned, differences);
        });
        return judged;
    }
}
