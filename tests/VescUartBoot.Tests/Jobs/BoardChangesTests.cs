using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Messages;
using VescUartBoot.Recovery;

namespace VescUartBoot.Tests.Jobs;

/// <summary>What a person reads at the end of a job about the state of the board.</summary>
public sealed class BoardChangesTests
{
    private static readonly CodeSector _qml = new(VescUartBoot.Messages.CodeStore.Qml, FlashMap.Sector9);

    [Theory]
    [InlineData("Untouched", "nothing on the board was changed")]
    [InlineData("EraseSent",
        "an erase of the bootloader sector was sent and its outcome is not known: assume that there is no bootloader")]
    [InlineData("Erased", "its bootloader sector is blank: it has no bootloader")]
    [InlineData("Writing",
        "its bootloader sector is half written (384 of 5280 bytes acknowledged): do not upload firmware before this is "
            + "finished: the board would start half a bootloader")]
    [InlineData("Spoiled",
        "its bootloader sector holds no intact bootloader: do not upload firmware before this is repaired, the board would start it")]
    [InlineData("Written", "its bootloader sector is written but not proved")]
    [InlineData("Verified", "its bootloader sector holds what was written, byte for byte")]
    public void Each_state_of_the_bootloader_sector_has_its_sentence(string sector, string sentence)
    {
        var touch = new BoardChanges { Bootloader = Enum.Parse<BoardChanges.Sector>(sector), Acknowledged = 384, ImageLength = 5280 };

        Assert.Equal($"The board still runs its firmware and works as before; {sentence}.", touch.Describe());
    }

    [Theory]
    [InlineData("EraseSent",
        "The board still runs its firmware and works as before; an erase of the upload area (staging) was sent, with an "
            + "unknown result: an earlier upload may still be there; its bootloader sector is as this run found it.")]
    [InlineData("Partial",
        "The board still runs its firmware and works as before; an incomplete copy of the new firmware is in flash, which a bootloader "
            + "ignores; "
        + "its "
            + "bootloader sector is as this run found it.")]
    [InlineData("Waiting",
        "The board still runs its firmware and works as before; the new firmware waits in flash and was not started: any restart through "
        + "the "
            + "bootloader would install it and reset all settings; its bootloader sector is as this run found it.")]
    [InlineData("Started",
        "The board was sent into its bootloader and has not answered since: what it holds is not known. Do not cut its power yet.")]
    [InlineData("Refused",
        "The board still runs its old firmware and works as before; the new one waits in flash, and another restart through a bootloader "
        + "may "
            + "install it; its bootloader sector is as this run found it.")]
    [InlineData("Applied", "The board runs the new firmware; its bootloader sector is as this run found it.")]
    [InlineData("Strange",
        "The board answers, but not with the firmware that was sent; do not drive it; its bootloader sector is as this run found it.")]
    public void Each_state_of_an_upload_has_its_sentence(string upload, string sentence) =>
        Assert.Equal(sentence, new BoardChanges { Upload = Enum.Parse<BoardChanges.Staging>(upload) }.Describe());

    [Theory]
    [InlineData("EraseSent", "an earlier upload and stored QML and Lisp code may still be there; its")]
    [InlineData("Partial", "which a bootloader ignores; stored QML and Lisp code is erased (it is kept in /k); its")]
    [InlineData("Waiting", "reset all settings; stored QML and Lisp code is erased (it is kept in /k); its")]
    [InlineData("Refused", "the new one was made harmless; stored QML and Lisp code is erased (it is kept in /k); its")]
    public void Stored_code_that_went_with_the_erase_is_told(string upload, string words)
    {
        var touch = new BoardChanges
        {
            Upload = Enum.Parse<BoardChanges.Staging>(upload),
            CodeErased = true,
            CodeKeptIn = "/k",
            Defused = true
        };

        Assert.Contains(words, touch.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_code_was_stored_none_is_told_to_be_kept()
    {
        Assert.DoesNotContain("stored QML", new BoardChanges { Upload = BoardChanges.Staging.Partial, CodeErased = true }.Describe(),
            StringComparison.Ordinal);
        Assert.DoesNotContain("stored QML", new BoardChanges { Upload = BoardChanges.Staging.Partial, CodeKeptIn = "/k" }.Describe(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_are_lost_or_in_doubt_take_the_word_back_that_it_drives()
    {
        const string Lost = " with default settings: do not drive before motor and app are set up again";
        const string Doubt = ", but do not drive before its settings are checked";
        var doubt = new BoardChanges { Upload = BoardChanges.Staging.Applied };
        doubt.InDoubt.Add(BackupPartKind.AppConfiguration);
        var untouched = new BoardChanges();
        untouched.InDoubt.Add(BackupPartKind.AppConfiguration);

        Assert.Equal($"The board runs the new firmware{Lost}; its bootloader sector is as this run found it.",
            new BoardChanges { Upload = BoardChanges.Staging.Applied, SettingsLost = true }.Describe());
        Assert.Equal($"The board still runs its firmware{Lost}; nothing on the board was changed.",
            new BoardChanges { SettingsLost = true }.Describe());
        Assert.Equal($"The board runs the new firmware{Doubt}; its bootloader sector is as this run found it.", doubt.Describe());
        Assert.Equal($"The board still runs its firmware{Doubt}; nothing on the board was changed.", untouched.Describe());
    }

    [Fact]
    public void Everything_else_that_was_changed_follows_in_half_sentences()
    {
        var touch = new BoardChanges { OpenedIn = _qml, LeftoverErasedIn = _qml, Defused = true };
        touch.Kept[BackupPartKind.Lisp] = "its Lisp code is the one of the backup";
        touch.Kept[BackupPartKind.MotorConfiguration] = "its motor configuration is the one of the backup";

        Assert.Equal(
            "The board still runs its firmware and works as before; its bootloader sector is as this run found it"
            + "; 4 zero bytes were written where uploads wait, so that an old upload is never installed"
            + "; its motor configuration is the one of the backup; its Lisp code is the one of the backup"
            + "; the 8 zero bytes that an earlier run left in its QML sector are gone"
            + "; 8 zero bytes may be at the start of its QML sector (0x080A0000), and until they are erased an upload by another "
            + "program may restart the board.",
            touch.Describe());
    }

    [Fact]
    public void A_board_that_was_sent_through_its_sector_for_a_look_and_is_silent_keeps_its_firmware() =>
        Assert.Equal(
            "The board was sent through its bootloader sector and has not answered since: nothing was installed, so once it has power "
                + "again it runs its firmware.",
            new BoardChanges { Restarted = true, Defused = true }.Describe());

    [Fact]
    public void Any_trace_is_a_change()
    {
        var kept = new BoardChanges();
        kept.Kept[BackupPartKind.Qml] = "it stores no QML code now";

        Assert.False(new BoardChanges().Any);
        Assert.True(kept.Any);
        Assert.True(new BoardChanges { Bootloader = BoardChanges.Sector.Erased }.Any);
        Assert.True(new BoardChanges { OpenedIn = _qml }.Any);
        Assert.True(new BoardChanges { Upload = BoardChanges.Staging.Partial }.Any);
        Assert.True(new BoardChanges { Defused = true }.Any);
        Assert.True(new BoardChanges { LeftoverErasedIn = _qml }.Any);
    }

    [Theory]
    [InlineData("Untouched", false, false)]
    [InlineData("EraseSent", true, true)]
    [InlineData("Erased", false, true)]
    [InlineData("Writing", true, true)]
    [InlineData("Written", true, false)]
    [InlineData("Verified", false, false)]
    [InlineData("Spoiled", true, false)]
    public void A_stop_waits_while_the_sector_is_between_its_erase_and_its_last_write(string sector, bool inDoubt, bool finishesFirst)
    {
        var touch = new BoardChanges { Bootloader = Enum.Parse<BoardChanges.Sector>(sector) };

        Assert.Equal((inDoubt, finishesFirst), (touch.SectorInDoubt, touch.FinishesFirst));
    }

    [Fact]
    public void A_stop_waits_for_a_copy_a_restart_and_a_configuration_in_doubt()
    {
        var doubt = new BoardChanges();
        doubt.InDoubt.Add(BackupPartKind.MotorConfiguration);
        doubt.InDoubt.Add(BackupPartKind.AppConfiguration);
        doubt.InDoubt.Remove(BackupPartKind.MotorConfiguration);

        Assert.True(doubt.FinishesFirst);
        Assert.True(new BoardChanges { Upload = BoardChanges.Staging.Started }.FinishesFirst);
        Assert.True(new BoardChanges { Restarted = true }.FinishesFirst);
        Assert.False(new BoardChanges { Upload = BoardChanges.Staging.Waiting }.FinishesFirst);
        doubt.InDoubt.Remove(BackupPartKind.AppConfiguration);
        Assert.False(doubt.FinishesFirst);
    }

    [Fact]
    public void What_a_run_leaves_open_is_what_the_next_one_must_look_at()
    {
        var doubt = new BoardChanges();
        doubt.InDoubt.Add(BackupPartKind.AppConfiguration);

        Assert.True(Leaves(new BoardChanges { OpenedIn = _qml }, ChangeKind.ReadPath));
        Assert.False(Leaves(new BoardChanges(), ChangeKind.ReadPath));
        Assert.True(Leaves(new BoardChanges { Bootloader = BoardChanges.Sector.Writing }, ChangeKind.Bootloader));
        Assert.False(Leaves(new BoardChanges { Bootloader = BoardChanges.Sector.Written, Unprovable = true }, ChangeKind.Bootloader));
        Assert.False(Leaves(new BoardChanges { Bootloader = BoardChanges.Sector.Erased }, ChangeKind.Bootloader));
        Assert.True(Leaves(new BoardChanges { Upload = BoardChanges.Staging.Waiting }, ChangeKind.Firmware));
        Assert.True(Leaves(new BoardChanges { Upload = BoardChanges.Staging.Started }, ChangeKind.Firmware));
        Assert.False(Leaves(new BoardChanges { Upload = BoardChanges.Staging.Partial }, ChangeKind.Firmware));
        Assert.True(Leaves(new BoardChanges { Restarted = true }, ChangeKind.Jump));
        Assert.False(Leaves(new BoardChanges(), ChangeKind.Jump));
        doubt.InDoubt.Add(BackupPartKind.SecondMotorConfiguration);
        Assert.True(Leaves(doubt, ChangeKind.Settings, "app configuration"));
        Assert.False(Leaves(doubt, ChangeKind.Settings, "motor configuration"));
        Assert.True(Leaves(new BoardChanges(), ChangeKind.Script));
    }

    [Fact]
    public void What_is_as_it_was_again_is_no_trace_any_more()
    {
        var touch = new BoardChanges();
        touch.Kept[BackupPartKind.Qml] = "an erase of its QML code was sent";
        touch.Kept[BackupPartKind.Lisp] = "it stores no Lisp code now";

        touch.Kept.Remove(BackupPartKind.Qml);

        Assert.Equal(["it stores no Lisp code now"], touch.Kept.Sentences);
        touch.Kept.Remove(BackupPartKind.Lisp);
        Assert.False(touch.Any);
    }

    [Fact]
    public void Before_any_job_there_is_nothing_to_see_or_to_wait_for()
    {
        var watch = new JobMonitor();

        Assert.Null(watch.BoardState);
        Assert.Equal((false, false, false), (watch.FinishesFirst, watch.NeedsPower, watch.SectorInDoubt));

        var touch = new BoardChanges { Upload = BoardChanges.Staging.Started, Bootloader = BoardChanges.Sector.Written };
        watch.Follow(touch);
        Assert.Equal((true, true, true), (watch.FinishesFirst, watch.NeedsPower, watch.SectorInDoubt));
        Assert.Equal(touch.Describe(), watch.BoardState);
    }

    private static bool Leaves(BoardChanges touch, ChangeKind kind, string what = "it") => touch.LeavesOpen(new InterruptedChange
    {
        Kind = kind,
        What = what,
        Command = "job",
        ProcessId = 1,
        Since = DateTimeOffset.UnixEpoch,
    });
}
