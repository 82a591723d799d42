using VescUartBoot.Backups;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;
using VescUartBoot.Tests.Jobs.Backup;
using VescUartBoot.Tests.Jobs.Upgrade;

namespace VescUartBoot.Tests.Jobs;

/// <summary>What the owner reads in each kind of job, whole. <c>VESCBOOT_ACCEPT=1 dotnet test</c> writes the files anew.</summary>
public sealed class TranscriptTests
{
    private const byte Write = 3;
    private const byte GetMotor = 14;
    private const byte Read = 118;
    private const byte QmlErase = 120;
    private const byte QmlWrite = 121;

    private static readonly Dictionary<string, Func<JobBench>> _boards = new(StringComparer.Ordinal)
    {
        ["with Lisp"] = () => JobBench.With("6.05", "lisp"),
        ["with both"] = () => JobBench.With("6.05", "both"),
        ["with QML"] = () => JobBench.With("6.05", "qml"),
        ["unknown bootloader"] = () => JobBench.On("fw=6.05", o => o with { Bootloader = JobBench.MakeImage(seed: 2).Content }),
        ["data behind"] = () => JobBench.On("fw=6.05",
            o => o with { Bootloader = (byte[])[.. SimulatedImage.Bootloader(), .. new byte[3000]] }),
    };

    [Theory]
    [InlineData("check-present", "fw=6.05&bootloader=present")]
    [InlineData("check-none", "with Lisp")]
    [InlineData("check-garbage", "fw=6.05&bootloader=garbage")]
    [InlineData("check-unrecognised", "unknown bootloader")]
    [InlineData("check-data-behind", "data behind")]
    [InlineData("check-old-firmware", "fw=5.02&bootloader=present")]
    [InlineData("check-fork", "fw=23.46&bootloader=present")]
    [InlineData("check-closed", "fw=6.05&readpath=closed")]
    [InlineData("check-compiled-qml", "fw=6.05&qmlapp=compiled")]
    [InlineData("check-usb-power", "fw=6.05&power=usb&bootloader=present")]
    [InlineData("check-5-03", "fw=5.03&bootloader=present")]
    public void A_check(string name, string board) => Told(name, board, bench => bench.Check());

    [Theory]
    [InlineData("check-declined", "fw=6.05", CheckMethod.Auto)]
    [InlineData("check-passive", "fw=6.05", CheckMethod.Passive)]
    [InlineData("check-readback", "fw=6.05&bootloader=present", CheckMethod.Readback)]
    [InlineData("jump-declined", "fw=5.02", CheckMethod.Jump)]
    public void A_check_whose_owner_says_no(string name, string board, CheckMethod method) => Told(name, board, bench =>
    {
        bench.Yes = false;
        return bench.Check(method);
    });

    [Theory]
    [InlineData("jump-present", "fw=5.02&bootloader=present")]
    [InlineData("jump-none", "fw=5.02")]
    [InlineData("jump-readable", "fw=6.05")]
    [InlineData("jump-hangs", "fw=3.48")]
    [InlineData("jump-fork", "fw=23.46")]
    public void A_check_by_restart(string name, string board) => Told(name, board, bench => bench.Check(CheckMethod.Jump));

    [Theory]
    [InlineData("leftover-taken-back", true)]
    [InlineData("leftover-left", false)]
    public void A_check_that_finds_the_zeros_of_a_killed_run(string name, bool yes) => Told(name, "fw=6.05&bootloader=present", bench =>
    {
        bench.Board.Flash.Program(0xA0000, new byte[8]);
        bench.Yes = yes;
        return bench.Check();
    });

    [Theory]
    [InlineData("verify-same", "fw=6.05&bootloader=present", true)]
    [InlineData("verify-other", "fw=6.05&bootloader=present", false)]
    [InlineData("verify-none", "fw=6.05", true)]
    public void A_comparison(string name, string board, bool same) => Told(
        name, board,
        bench => bench.Verify(same ? VescUartBoot.Images.BootloaderImage.Parse("demo", SimulatedImage.Bootloader()) : JobBench.Image));

    [Theory]
    [InlineData("verify-any", "fw=6.05&bootloader=present")]
    [InlineData("verify-any-unrecognised", "unknown bootloader")]
    public void A_comparison_with_the_whole_catalogue(string name, string board) => Told(name, board, bench => bench.Verify(null));

    [Theory]
    [InlineData("install", "fw=6.05")]
    [InlineData("install-with-lisp", "with Lisp")]
    [InlineData("install-present", "fw=6.05&bootloader=present")]
    [InlineData("install-garbage", "fw=6.05&bootloader=garbage")]
    [InlineData("install-staged", "fw=5.03&staged=5.03")]
    [InlineData("install-staged-slow", "fw=5.03&staged=5.03&transport=uart")]
    [InlineData("install-staged-packed-slow", "fw=6.05&staged=7.00&transport=uart")]
    [InlineData("install-motor", "fw=6.05&erpm=500")]
    public void An_install(string name, string board) => Told(name, board, bench => bench.Install());

    [Theory]
    [InlineData("replace-garbage", "fw=6.05&bootloader=garbage")]
    [InlineData("replace-package", "fw=7.00&package=yes")]
    [InlineData("replace-fork", "fw=23.46")]
    [InlineData("replace-3-58", "fw=3.58")]
    public void An_exchange(string name, string board) =>
        Told(name, board, bench => bench.Install(o => o with { Replace = true, AssumeAbsent = true }));

    [Theory]
    [InlineData("assume-5-02", "fw=5.02")]
    [InlineData("assume-3-58", "fw=3.58")]
    public void An_install_on_a_board_that_nobody_can_look_into(string name,
        string board) => Told(name, board, bench => bench.Install(o => o with { AssumeAbsent = true }));

    [Theory]
    [InlineData("dry-run-open", "with Lisp")]
    [InlineData("dry-run-closed", "fw=6.05")]
    public void A_dry_run(string name, string board) => Told(name, board, bench => bench.Install(o => o with { DryRun = true }));

    [Fact]
    public void An_exchange_that_is_not_agreed_to() => Told("replace-declined", "fw=6.05&bootloader=garbage", bench =>
    {
        bench.Answer = q => q != JobQuestion.Replace;
        return bench.Install(o => o with { Replace = true });
    });

    [Fact]
    public void An_exchange_without_a_place_to_save_to() =>
        Told("replace-unsaved", "fw=6.05&bootloader=garbage", bench => bench.Install(o => o with { Replace = true, Save = null }));

    [Fact]
    public void An_install_without_an_image() =>
        Told("install-no-image", "with Lisp", bench => bench.Install(o => o with { Image = null }));

    [Fact]
    public void An_install_of_the_demo_image_on_a_real_board() =>
        Told("install-demo", "fw=5.02&kind=usb",
            bench => bench.Install(
                o => o with
                {
                    Image = VescUartBoot.Images.BootloaderImage.Parse("demo.bin", SimulatedImage.Bootloader()),
                    AssumeAbsent = true,
                }));

    [Theory]
    [InlineData("install-rehearsal-refused", "with Lisp", Write)]
    [InlineData("install-opening-refused", "fw=6.05", QmlWrite)]
    [InlineData("install-undo-refused", "fw=6.05", QmlErase)]
    public void An_install_whose_board_refuses(string name, string board, byte command) => Told(name, board, bench =>
    {
        bench.Board.Inject(Fault.ToRequest(command, 0, new Refuse()));
        return bench.Install();
    });

    [Fact]
    public void An_install_whose_writes_are_refused_for_good() => Told("install-write-refused", "with Lisp", bench =>
    {
        for (int which = 5; which <= 30; which++)
        {
            bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, which), new Refuse()));
        }

        return bench.Install();
    });

    [Fact]
    public void An_install_whose_cable_is_pulled() => Told("install-cable-pulled", "with Lisp", bench =>
    {
        bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 7), new PullCable(null)));
        return bench.Install();
    });

    [Fact]
    public void An_install_that_is_stopped_while_it_looks() => Told("install-stopped", "fw=6.05", bench =>
    {
        using var stop = new CancellationTokenSource();
        using var timer = bench.Clock.CreateTimer(_ => stop.Cancel(), null, TimeSpan.FromMilliseconds(300), Timeout.InfiniteTimeSpan);
        return bench.Install(cancellationToken: stop.Token);
    });

    [Fact]
    public void An_install_whose_opening_is_refused_after_a_try_whose_answer_was_lost() =>
        Told("install-opening-unsure", "fw=6.05", bench =>
    {
        bench.Board.Inject(Fault.ToReply(QmlWrite, 1, new Lose()));
        bench.Board.Inject(Fault.ToRequest(QmlWrite, 2, new Refuse()));
        return bench.Install();
    });

    [Theory]
    [InlineData("backup", "with both")]
    [InlineData("backup-dual", "fw=6.05&dual=yes")]
    [InlineData("backup-old-firmware", "fw=5.02")]
    [InlineData("backup-fork", "fw=23.46")]
    public void A_backup(string name, string board) => Told(name, board, bench => bench.Backup());

    [Theory]
    [InlineData("backup-without-motor", "with QML", GetMotor)]
    [InlineData("backup-unread", "with Lisp", Read)]
    public void A_backup_of_a_board_that_does_not_answer_everything(string name, string board, byte command) => Told(name, board, bench =>
    {
        bench.Board.Inject(Fault.ToReply(command, 0, new Lose()));
        return bench.Backup();
    });

    [Fact]
    public void A_backup_that_cannot_be_saved() =>
        Told("backup-unsaved", "with Lisp", bench => bench.Backup(_ => throw new IOException("no space left on device")));

    [Theory]
    [InlineData("restore", "fw=6.05", true)]
    [InlineData("restore-over-other-code", "with both", true)]
    [InlineData("restore-declined", "with both", false)]
    [InlineData("restore-other-firmware", "fw=7.00", true)]
    [InlineData("restore-other-firmware-declined", "fw=7.00", false)]
    [InlineData("restore-old-firmware", "fw=5.02", true)]
    [InlineData("restore-turning", "fw=6.05&erpm=100&dual=yes", true)]
    public void A_restore(string name, string board, bool yes)
    {
        var backup = OfAnotherState();
        Told(name, board, bench =>
        {
            bench.Yes = yes;
            return bench.Restore(backup);
        });
    }

    [Fact]
    public void A_restore_of_a_backup_that_holds_nothing_of_it()
    {
        var backup = OfAnotherState() with { Parts = [] };
        Told("restore-nothing", "fw=6.05", bench => bench.Restore(backup));
    }

    [Theory]
    [InlineData("restore-other-board", "fw=6.05&uuid=000102030405060708090a0b", false)]
    [InlineData("restore-other-hardware", "fw=6.05&hw=100_250&uuid=000102030405060708090a0b", true)]
    public void A_restore_on_another_board(string name, string board, bool named)
    {
        var backup = OfAnotherState();
        Told(name, board, bench => bench.Restore(backup, o => o with { FromOtherBoard = named ? backup.Board.Uuid : null }));
    }

    [Theory]
    [InlineData("restore-sector", "fw=6.05&bootloader=garbage", "bootloader")]
    [InlineData("restore-sector-garbage", "fw=6.05", "garbage")]
    [InlineData("restore-sector-blank", "fw=6.05", "blank")]
    [InlineData("restore-sector-short", "fw=6.05", "short")]
    public void A_sector_that_is_put_back(string name, string board, string content) => Told(name, board, bench =>
    {
        byte[] sector = SyntheticImages.SectorOf(content switch
        {
            "bootloader" => SimulatedImage.Bootloader(),
            "garbage" => SyntheticImages.Noise(500, 9),
            _ => []
        });
        bench.Answer = q => q != JobQuestion.RestoreNoBootloader;
        return bench.RestoreSector(content == "short" ? sector[..100] : sector, o => o with { Replace = true });
    });

    [Theory]
    [InlineData("dump", "with Lisp")]
    [InlineData("dump-opened", "fw=6.05")]
    [InlineData("dump-unreadable", "fw=5.02")]
    public void A_dump(string name, string board) => Told(name, board, bench => bench.Dump(FlashMap.Staging).Result);

    [Theory]
    [InlineData("upgrade", "fw=6.05&bootloader=present", "7.00")]
    [InlineData("upgrade-by-stone", "fw=5.02&bootloader=old", "7.00")]
    [InlineData("upgrade-not-applied", "fw=5.02", "5.03")]
    [InlineData("upgrade-not-needed", "fw=7.00", "7.00")]
    [InlineData("upgrade-older", "fw=7.00", "6.05")]
    public void An_upgrade(string name, string board, string to) => Told(name, board, bench => bench.Upgrade(to));

    [Theory]
    [InlineData("upgrade-declined", "fw=6.05&bootloader=present", JobQuestion.Upgrade)]
    [InlineData("upgrade-unknown-bootloader", "fw=5.02&bootloader=present", JobQuestion.AssumeBootloader)]
    public void An_upgrade_that_is_not_agreed_to(string name, string board, JobQuestion no) => Told(name, board, bench =>
    {
        bench.Answer = q => q != no;
        return bench.Upgrade("5.03", o => o with { AllowDowngrade = true });
    });

    [Fact]
    public void An_upgrade_to_other_hardware() =>
        Told("upgrade-other-hardware", "fw=6.05&bootloader=present", bench => bench.Upgrade(SimulatedImage.Firmware("5.03", "100_250")));

    [Fact]
    public void An_upgrade_whose_erase_is_refused() => Told("upgrade-erase-refused", "fw=5.03&bootloader=present", bench =>
    {
        bench.Board.Inject(Fault.ToRequest(2, 0, new Refuse()));
        return bench.Upgrade("5.02", o => o with { AllowDowngrade = true });
    });

    private static BoardBackup OfAnotherState()
    {
        using var bench = JobBench.On("fw=6.05", o => o with { Qml = (byte[])[9, 8, 7], Lisp = (byte[])[6, 5, 4] });
        var backup = bench.Take();
        return backup.With(BackupPartKind.MotorConfiguration,
            BackupBench.Scramble(backup.Find(BackupPartKind.MotorConfiguration)!.Content));
    }

    private static void Told(string name, string board, Func<JobBench, JobResult> job)
    {
        using var bench = _boards.TryGetValue(board, out var make) ? make() : JobBench.On(board);
        var transcript = new Transcript(bench);
        GoldenFile.Compare($"tests/VescUartBoot.Tests/Jobs/Transcripts/{name}.txt", transcript.Of(job(bench)));
    }
}
