using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Messages;
using VescUartBoot.Recognition;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Tests.Jobs.Backup;
using VescUartBoot.Tests.Recovery;

namespace VescUartBoot.Tests.Jobs.Upgrade;

/// <summary>Where an upgrade stops and with which sentence, decision by decision.</summary>
public sealed class UpgradeDecisionTests
{
    private static readonly BootloaderStatus _unknown = BootloaderStatus.Unknown(ProbeSuggestion.OtherMeans, "nothing shows it",
        "nobody knows");
    private static readonly UpgradeImage _image = new(FirmwareImage.Parse("7.00.bin", SimulatedImage.Firmware("7.00", "60_MK6")),
        new FirmwareVersion(7, 0), "60_MK6", "");

    [Theory]
    [InlineData("6.05", 6, 5, false, false, true)]
    [InlineData("6.05", 6, 5, true, false, false)]
    [InlineData("6.05", 6, 6, false, false, false)]
    [InlineData("6.05", 6, 4, false, true, false)]
    [InlineData("23.46", 6, 4, false, false, false)]
    public void Whether_there_is_something_to_do_follows_from_the_versions(string firmware, byte major, byte minor, bool reinstall,
        bool downgrade, bool nothing)
    {
        using var bench = JobBench.On($"fw={firmware}");
        bool? isNothing = null;

        bench.RunSteps(session =>
        {
            isNothing = UpgradeDecision.IsNothingToDo(session, Options with { Reinstall = reinstall, AllowDowngrade = downgrade },
                new FirmwareVersion(major, minor));
            return Task.CompletedTask;
        });

        Assert.Equal(nothing, isNothing);
    }

    [Fact]
    public void An_older_version_and_a_vendors_number_stop_with_their_sentences()
    {
        using var bench = JobBench.On("fw=6.05");
        using var fork = JobBench.On("fw=23.46");

        var older = Decide(bench, session => UpgradeDecision.IsNothingToDo(session, Options, new FirmwareVersion(6, 0)));
        var incomparable = Decide(fork,
            session => UpgradeDecision.IsNothingToDo(session, Options with { OnlyIfOlderThan = new FirmwareVersion(7, 0) }, null));

        Assert.Equal((FailureCode.OlderVersion, "6.00 is older than 6.05, which the board runs"), (older!.Code, older.Message));
        Assert.Equal(
            (FailureCode.VersionNotComparable,
                "firmware 23.46 is a vendor's fork: its number does not show whether it is older than 7.00"),
            (incomparable!.Code, incomparable.Message));
    }

    [Theory]
    [InlineData(6, 4, true)]
    [InlineData(6, 5, true)]
    [InlineData(6, 6, false)]
    public void A_limit_leaves_a_board_alone_that_has_reached_it(byte major, byte minor, bool nothing)
    {
        using var bench = JobBench.On("fw=6.05");
        bool? isNothing = null;

        Assert.Null(Decide(bench,
            session => isNothing = UpgradeDecision.IsNothingToDo(session,
                Options with { OnlyIfOlderThan = new FirmwareVersion(major, minor) }, new FirmwareVersion(7, 0))));

        Assert.Equal(nothing, isNothing);
    }

    [Theory]
    [InlineData("6.05", "If none is there, the board is silent for 22 to 60 seconds and then runs its old firmware.")]
    [InlineData("3.40", "If none is there, the board hangs until its power is removed, and then runs its old firmware.")]
    [InlineData("23.46",
        "If none is there, the board is silent for up to a minute or until its power is removed, and then runs its old firmware.")]
    public void Whoever_is_asked_to_vouch_for_a_bootloader_hears_what_it_risks(string firmware, string risk)
    {
        using var bench = JobBench.On($"fw={firmware}");
        string? asked = null;

        var failure = bench.TrySteps(async session =>
        {
            var asking = new JobRun(session.Board,
                session.Options with { Confirm = (_, text) => { asked = text; return new ValueTask<bool>(false); } });
            await UpgradeDecision.RequireBootloaderAsync(asking, Options, _unknown);
        })!;

        Assert.Equal(
            $"Whether a bootloader is there is not known. {risk} If something else is there, it runs as code, and its "
                + "effect is unknown. Go on as if it has a bootloader that takes the new firmware?",
            asked);
        Assert.Equal(
            (FailureCode.BootloaderUnknown,
                "it is not known whether the bootloader takes the new firmware: nothing shows it; nobody knows"),
            (failure.Code, failure.Message));
    }

    [Theory]
    [InlineData(true, " Whether a bootloader is there is not known.")]
    [InlineData(false, null)]
    public void An_assumption_is_warned_of_whoever_made_it(bool byOption, string? risk)
    {
        using var bench = JobBench.On("fw=5.02");

        Assert.Null(Require(bench, _unknown, Options with { AssumeBootloader = byOption }));

        string message = bench.Events.OfType<JobEvent.Warned>().Single(w => w.Code == "assumedBootloader").Message;
        Assert.StartsWith(
            $"assuming, as {(byOption ? "requested" : "agreed")}, that the bootloader takes the new firmware"
                + $"{(risk is null ? "" : ".")}{risk}",
            message,
            StringComparison.Ordinal);
        Assert.Equal(byOption ? [] : [JobQuestion.AssumeBootloader], bench.Questions);
    }

    [Theory]
    [InlineData(BootloaderState.Absent)]
    [InlineData(BootloaderState.Damaged)]
    public void What_can_be_mended_needs_nobodys_word(BootloaderState state)
    {
        using var bench = JobBench.On("fw=6.05");

        Assert.Null(Require(bench, new BootloaderStatus(state, DetectionMethod.Readback, ["it"])));

        Assert.Empty(bench.Questions);
        Assert.Empty(bench.Warnings);
    }

    [Fact]
    public void A_bootloader_in_no_catalogue_may_do_anything()
    {
        using var bench = JobBench.On("fw=6.05");
        var content = new SectorContent(SectorContentKind.Unrecognised, null, null, null, null, []);

        Assert.Null(Require(bench, new BootloaderStatus(BootloaderState.Present, DetectionMethod.Readback, ["it"]) { Content = content },
            Options with { AssumeBootloader = true }));

        Assert.Contains(
            "The bootloader on the board is not in the catalogue. If it does not work, the board is silent for 22 to 60 seconds and then "
                + "runs its old firmware; its effect on the new firmware is unknown.",
            bench.Events.OfType<JobEvent.Warned>().Single().Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(ProbeSuggestion.Agreement))]
    [InlineData(nameof(ProbeSuggestion.Readback))]
    public void What_could_be_looked_at_is_never_assumed(string way)
    {
        using var bench = JobBench.On("fw=6.05");

        var status = BootloaderStatus.Unknown(Enum.Parse<ProbeSuggestion>(way), "closed");

        Assert.Equal(FailureCode.BootloaderUnknown, Require(bench, status, Options with { AssumeBootloader = true })!.Code);
        Assert.Empty(bench.Questions);
    }

    [Fact]
    public void A_half_that_cannot_be_seen_forbids_every_jump()
    {
        using var bench = JobBench.On("fw=4.02");
        var half = new InterruptedChange
        {
            Kind = ChangeKind.Bootloader,
            What = "a.bin",
            Command = "install",
            ProcessId = 7,
            Since = DateTimeOffset.UnixEpoch
        };
        bench.Journal = new MemoryJournal { Open = new([half]) };

        var failure = bench.TrySteps(async session =>
        {
            session.Log.Recall();
            await UpgradeDecision.RequireBootloaderAsync(session, Options with { AssumeBootloader = true }, _unknown);
        })!;

        Assert.Equal(
            (FailureCode.HalfWritten,
                "an install of a.bin was interrupted, and firmware 4.02 cannot show what is there: half a bootloader would run as "
                    + "code"),
            (failure.Code, failure.Message));
    }

    [Theory]
    [InlineData("5.02", NotAppliedCause.BootloaderMissing,
        "the board came back with its old firmware 5.02: it has no bootloader that works")]
    [InlineData("5.02", NotAppliedCause.TooOldToUnpack,
        "the board came back with its old firmware 5.02: its bootloader is too old to unpack this image")]
    [InlineData("5.02", NotAppliedCause.ImageDamaged,
        "the board came back with its old firmware 5.02: its bootloader found the uploaded image damaged")]
    [InlineData("5.02", NotAppliedCause.Unknown, "the board came back with its old firmware 5.02: the cause is not known")]
    public void A_firmware_that_was_not_applied_is_told_with_its_cause(string firmware, NotAppliedCause cause, string message)
    {
        var failure = After(firmware, UpgradeVerdict.NotApplied, cause);

        Assert.Equal((FailureCode.NotApplied, message), (failure!.Code, failure.Message));
        Assert.StartsWith("The board still runs its old firmware", failure.BoardState, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NotAppliedCause.BootloaderMissing, FailureCode.NotApplied, "; if it was not installed, it has no bootloader that works")]
    [InlineData(NotAppliedCause.Unknown, FailureCode.UpgradeUnproved, "")]
    public void That_nothing_proves_which_firmware_runs_is_told_and_not_that_the_old_one_does(NotAppliedCause cause, FailureCode code,
        string why)
    {
        var failure = After("5.02", UpgradeVerdict.Undecided, cause)!;

        Assert.Equal(
            (code,
                $"the board answers with firmware 5.02, as it did before, and nothing proves whether 7.00.bin (7.00) was installed{why}"),
            (failure.Code, failure.Message));
        Assert.StartsWith("The board runs, and whether it runs the new firmware or the one of before is not known: look at its settings",
            failure.BoardState, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5.02", "the board did not answer again after its restart")]
    [InlineData("23.46", "the board did not answer again after its restart")]
    [InlineData("3.40",
        "the board did not answer again after its restart; without a bootloader, firmware 3.40 hangs until its power is removed")]
    public void A_board_that_stays_silent_is_told_with_what_its_firmware_does(string firmware, string message)
    {
        var failure = After(firmware, UpgradeVerdict.Silent);

        Assert.Equal((FailureCode.NoReturn, message), (failure!.Code, failure.Message));
    }

    [Fact]
    public void A_firmware_that_nobody_expected_is_told_by_what_answers()
    {
        var failure = After("6.05", UpgradeVerdict.Unexpected)!;

        Assert.Equal(
            (FailureCode.UnexpectedFirmware,
                "the board answers as 60_MK6 with firmware 6.05, which is neither what it was nor 7.00.bin (7.00)"),
            (failure.Code, failure.Message));
        Assert.Contains("do not drive it", failure.BoardState, StringComparison.Ordinal);
        Assert.Null(After("6.05", UpgradeVerdict.Upgraded));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(0, null)]
    [InlineData(1, "firmware 6.05 answers, but 1 byte of it differs from 7.00.bin (7.00)")]
    [InlineData(2, "firmware 6.05 answers, but 2 bytes of it differ from 7.00.bin (7.00)")]
    public void Bytes_that_differ_are_counted(int? differences, string? message)
    {
        using var bench = JobBench.On("fw=6.05");

        var failure = Decide(bench, session => UpgradeDecision.RequireSameBytes(session, _image, differences));

        Assert.Equal(message, failure?.Message);
        Assert.True(failure is null or { Code: FailureCode.VerifyMismatch });
    }

    [Theory]
    [InlineData(6, 5, "firmware 6.05 answers, as it did before, and this firmware offers no way to compare it with 7.00.bin (7.00)")]
    [InlineData(6, 4, null)]
    public void Where_nothing_can_be_read_only_another_version_is_a_proof(byte major, byte minor, string? message)
    {
        using var bench = JobBench.On("fw=6.05");
        var before = new BoardIdentity(new FirmwareVersionReply { Major = major, Minor = minor });

        var failure = Decide(bench, session => UpgradeDecision.RequireOtherVersion(session, _image, before));

        Assert.Equal(message, failure?.Message);
        Assert.True(failure is null or { Code: FailureCode.UpgradeUnproved });
        Assert.True(failure is null || failure.BoardState.Contains("is not known", StringComparison.Ordinal));
    }

    [Fact]
    public void The_owner_is_asked_for_the_whole_plan_and_then_for_nothing_in_it()
    {
        using var bench = JobBench.On("fw=6.05");
        UpgradeStep[] steps = [new(UpgradeStepKind.Backup, "keep", "", default), new(UpgradeStepKind.Firmware, "one", "", default),
            new(UpgradeStepKind.Firmware, "two", "", default)];
        var plan = new UpgradePlan(new FirmwareVersion(6, 5), steps, [], []);
        string? asked = null;

        bench.RunSteps(async session =>
        {
            var asking = new JobRun(session.Board,
                session.Options with { Confirm = (_, text) => { asked = text; return new ValueTask<bool>(true); } });
            await UpgradeDecision.RequireConsentAsync(asking, plan);
            Assert.True(asking.PlanAgreed);
        });

        Assert.Equal("Upgrade this board as planned (one, then two)?", asked);
        bench.Yes = false;
        var failure = bench.TrySteps(session => UpgradeDecision.RequireConsentAsync(session, plan))!;
        Assert.Equal((FailureCode.NotAgreed, "the upgrade was declined"), (failure.Code, failure.Message));
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, FailureCode.SettingsNotRestored)]
    public void Settings_that_are_the_defaults_are_told_or_a_failure(bool requireAll, FailureCode? code)
    {
        const string Words =
            "the settings of the board are the defaults of firmware 6.05: do not drive before motor and app are set up again; what was "
                + "there is kept in /k";
        using var bench = JobBench.On("fw=6.05");

        var failure = Tell(bench, Backup(), requireAll, null);

        Assert.Equal(code, failure?.Code);
        Assert.Equal(Words, failure?.Message ?? bench.Events.OfType<JobEvent.Warned>().Single(w => w.Code == "settingsDefault").Message);
    }

    [Fact]
    public void Settings_that_are_back_are_no_news_and_scripts_that_are_not_are_told()
    {
        using var bench = JobBench.On("fw=6.05");
        var back = new SettingsOutcome([new(BackupPartKind.MotorConfiguration, PartState.Restored, "")]);
        PartOutcome lisp = new(BackupPartKind.Lisp, PartState.NotAgreed, "");
        PartOutcome qml = new(BackupPartKind.Qml, PartState.NoPlace, "");

        Assert.Null(Tell(bench, Backup(), true, back));
        Assert.Empty(bench.Warnings);
        Assert.Null(TellScripts(bench, lisp));
        Assert.Null(TellScripts(bench, qml, lisp));
        Assert.Null(TellScripts(bench, new PartOutcome(BackupPartKind.Lisp, PartState.Restored, "")));
        Assert.Equal(FailureCode.WrittenUnverified,
            TellScripts(bench, new PartOutcome(BackupPartKind.Lisp, PartState.NotProved, ""))!.Code);

        Assert.Equal(
            [new("scriptsKept", "the Lisp code of the board is not restored, but kept in /k"),
                new("scriptsKept", "the QML code and the Lisp code of the board are not restored, but kept in /k")],
            bench.Events.OfType<JobEvent.Warned>());
    }

    [Fact]
    public void What_could_not_be_kept_of_the_settings_is_told_to_be_lost()
    {
        using var bench = JobBench.On("fw=6.05");
        var backup = Backup() with
        {
            Missing = [new(BackupPartKind.MotorConfiguration, "", ""), new(BackupPartKind.AppConfiguration, "", ""),
                new(BackupPartKind.Lisp, "", "")],
        };

        Assert.Null(Tell(bench, backup, false, null));

        Assert.EndsWith(
            "; what could be read is kept in /k, and lost is the motor configuration and the app configuration",
            bench.Events.OfType<JobEvent.Warned>().Single().Message,
            StringComparison.Ordinal);
    }

    private static UpgradeOptions Options => UpgradeBench.OptionsFor("7.00");

    private static BoardBackup Backup(params BackupPart[] parts) =>
        new(new BackedUpBoard(null, null, new FirmwareVersion(6, 5)), DateTimeOffset.UnixEpoch, "1", parts, []);

    private static JobFailure? Tell(JobBench bench, BoardBackup backup, bool requireAll, SettingsOutcome? settings) => Decide(
        bench,
        session =>
        {
            var outcome = new UpgradeOutcome { Before = default, KeptIn = "/k", Settings = settings };
            UpgradeDecision.RequireSettings(session, Options with { RequireAllSettings = requireAll }, backup, outcome);
        });

    private static JobFailure? TellScripts(JobBench bench, params PartOutcome[] scripts) => Decide(
        bench,
        session =>
        {
            session.Restored.AddRange(scripts);
            UpgradeDecision.RequireScripts(session, new UpgradeOutcome { Before = default, KeptIn = "/k" });
        });

    private static JobFailure? Require(JobBench bench, BootloaderStatus finding, UpgradeOptions? options = null) =>
        bench.TrySteps(session => UpgradeDecision.RequireBootloaderAsync(session, options ?? Options, finding));

    private static JobFailure? After(string firmware, UpgradeVerdict verdict, NotAppliedCause? cause = null)
    {
        using var bench = JobBench.On($"fw={firmware}");
        return Decide(bench,
            session => UpgradeDecision.RequireUpgraded(session, _image,
                new UpgradeOutcome { Before = default, Verdict = verdict, Cause = cause }, session.Board.Identity));
    }

    private static JobFailure? Decide(JobBench bench, Action<JobRun> decide) => bench.TrySteps(session =>
    {
        decide(session);
        return Task.CompletedTask;
    });
}
