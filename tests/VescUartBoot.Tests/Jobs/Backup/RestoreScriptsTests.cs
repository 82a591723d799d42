using System.Text;
using VescUartBoot.Backups;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Tests.Jobs.Backup;

public sealed class RestoreScriptsTests
{
    private const byte QmlErase = 120;
    private const byte QmlWrite = 121;
    private const byte ReadLisp = 130;
    private const byte LispWrite = 131;
    private const byte LispErase = 132;

    private static readonly byte[] _otherCode = [.. Enumerable.Range(0, 5000).Select(i => (byte)((i * 3) ^ (i >> 8)))];

    public static TheoryData<string> Readable() => ["5.03", "6.00", "6.05", "6.06", "7.00"];

    [Theory]
    [MemberData(nameof(Readable))]
    public void Code_goes_back_into_an_empty_store(string firmware)
    {
        var backup = Saved(firmware);
        using var bench = JobBench.On($"fw={firmware}");

        AssertRestored(bench, bench.Restore(backup, OnlyScripts), backup);

        Assert.DoesNotContain(JobQuestion.ReplaceCode, bench.Questions);
        bench.AssertUnchangedExcept(firmware == "5.03" ? [7] : [9, 10]);
        Assert.Empty(bench.Board.Report().Violations);
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public void Other_code_is_erased_only_with_the_owners_yes(string firmware)
    {
        var backup = Saved(firmware);
        using var bench = JobBench.On($"fw={firmware}", o => o with { Qml = _otherCode, Lisp = firmware == "5.03" ? default : _otherCode });
        bench.Yes = false;
        Assert.Equal(FailureCode.NotAgreed, bench.Restore(backup, OnlyScripts).Failure!.Code);
        bench.AssertUnchangedExcept();

        bench.Yes = true;
        AssertRestored(bench, bench.Restore(backup, OnlyScripts), backup);
        Assert.Contains(JobQuestion.ReplaceCode, bench.Questions);
    }

    [Fact]
    public void The_same_code_is_not_written_again()
    {
        using var bench = JobBench.With("6.05", "both");

        AssertRestored(bench, bench.Restore(bench.Take(), OnlyScripts), bench.Take());

        Assert.Equal(0, bench.Board.Flash.BytesProgrammed);
        Assert.Empty(bench.Questions);
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public void Leftovers_behind_a_blank_first_byte_are_really_erased(string firmware)
    {
        // From 6.06 on an erase looks at the first byte only. This is what an interrupted restore, or a firmware upload, leaves.
        var backup = Saved(firmware);
        using var bench = JobBench.On($"fw={firmware}");
        int[] sectors = firmware == "5.03" ? [0x60000] : [0xA0000, 0xC0000];
        foreach (int sector in sectors)
        {
            // The same code without its header, and more behind it: what reads back is right even if nothing was erased.
            bench.Board.Flash.Program(sector + 8, [.. JobBench.Code, .. Enumerable.Repeat((byte)0x55, 1000)]);
        }

        AssertRestored(bench, bench.Restore(backup, OnlyScripts), backup);
        Assert.All(sectors, sector => Assert.DoesNotContain(bench.Board.Flash.Read(sector + 3008, 0x20000 - 3008), b => b != 0xFF));
    }

    [Theory]
    [InlineData("6.05")]
    [InlineData("7.00")]
    public void Other_code_goes_where_some_was_though_the_firmwares_cache_still_shows_it(string firmware)
    {
        using var bench = JobBench.On($"fw={firmware}&cache=stale", o => o with { Lisp = JobBench.Code });
        byte[] other = SimulatedImage.StoredCode(JobBench.Code.AsSpan(7, 2100), flags: 0);
        var backup = bench.Take().With(BackupPartKind.Lisp, other);

        var result = bench.Restore(backup);

        Assert.True(result.Failure is null, result.Failure?.Message);
        Assert.Equal(other, bench.Board.Flash.Read(0xC0000, other.Length));
    }

    [Theory]
    [InlineData("6.05", "7.00")]
    [InlineData("5.03", "6.05")]
    public void Code_of_another_firmware_needs_the_owners_yes(string from, string to)
    {
        byte[] text = Encoding.UTF8.GetBytes("; a script\n" + string.Concat(Enumerable.Repeat("(print 1)\n", 300)));
        using var old = JobBench.On($"fw={from}", o => o with { Qml = text, Lisp = from == "5.03" ? default : text });
        var backup = old.Take(open: false);
        using var bench = JobBench.On($"fw={to}");
        bench.Yes = false;
        var refused = bench.Restore(backup, OnlyScripts);
        Assert.Equal(FailureCode.NotAgreed, refused.Failure!.Code);
        Assert.Contains("--restore-scripts", Advice.For("restore", null, refused.Failure, refused), StringComparison.Ordinal);
        Assert.Contains(JobQuestion.CodeOfOtherFirmware, bench.Questions);
        bench.AssertUnchangedExcept();

        bench.Yes = true;
        AssertRestored(bench, bench.Restore(backup, OnlyScripts), backup);
    }

    [Theory]
    [InlineData("fw=5.02", BackupPartKind.Qml)]
    [InlineData("fw=23.46", BackupPartKind.Qml)]
    [InlineData("fw=5.03", BackupPartKind.Lisp)]
    public void Where_there_is_no_place_for_it_nothing_is_sent(string board, BackupPartKind kind)
    {
        using var bench = JobBench.On(board);

        var result = bench.Restore(Saved("6.05"), OnlyScripts);

        Assert.Equal(PartState.NoPlace, result.Restored.Single(r => r.Part == kind).State);
        Assert.DoesNotContain(LispErase, bench.Board.Report().Commands.Keys);
    }

    [Theory]
    [InlineData("qmlapp=compiled", BackupPartKind.Qml)]
    [InlineData("readpath=closed", BackupPartKind.Lisp)]
    public void A_store_that_does_not_tell_what_it_holds_is_left_alone(string kind, BackupPartKind part)
    {
        using var bench = JobBench.On($"fw=6.05&{kind}", o => o with { Lisp = _otherCode });

        var result = bench.Restore(Saved("6.05"), OnlyScripts);

        Assert.Equal(PartState.Unreadable, result.Restored.Single(r => r.Part == part).State);
        Assert.StartsWith("what the board has now cannot be read: ", result.Restored.Single(r => r.Part == part).Message,
            StringComparison.Ordinal);
        Assert.Equal(0, bench.Board.Flash.Erases(part == BackupPartKind.Qml ? 9 : 10));
    }

    [Fact]
    public void What_was_written_and_cannot_be_read_back_is_not_told_to_differ()
    {
        using var bench = JobBench.On("fw=6.05&readpath=closed");

        var result = bench.Restore(Saved("6.05"), OnlyScripts);

        Assert.All(result.Restored, part => Assert.Equal(
            (PartState.NotProved, "it was written, every piece acknowledged, and cannot be read back"), (part.State, part.Message)));
        Assert.Equal(FailureCode.WrittenUnverified, result.Failure!.Code);
        Assert.Contains("was written and is not proved", result.Failure.BoardState, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_is_lost_at_the_first_zeros_is_not_told_to_have_changed_nothing()
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Command(QmlWrite), 1, 8), new CutPower(null)));

        var result = bench.Restore(Saved("6.05"), OnlyScripts);

        Assert.Equal(FailureCode.LinkLost, result.Failure!.Code);
        Assert.Equal(new byte[8], bench.Board.Flash.Read(0xA0000, 8));
        Assert.Contains("8 zero bytes were sent to its QML code sector", result.Failure.BoardState, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_after_a_try_that_a_power_cut_broke_off_does_not_prove_that_nothing_was_written()
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Command(QmlWrite), 1, 8),
            new CutPower(TimeSpan.FromSeconds(3))));
        bench.Board.Inject(Fault.ToRequest(QmlWrite, 2, new SetMotor(true, 0)));

        var result = bench.Restore(Saved("6.05"), OnlyScripts);

        Assert.Equal(PartState.NotProved, result.Restored.Single(r => r.Part == BackupPartKind.Qml).State);
        Assert.EndsWith("; what an earlier try has written is not known", result.Restored.Single(r => r.Part == BackupPartKind.Qml).Message,
            StringComparison.Ordinal);
        Assert.Contains("8 zero bytes were sent to its QML code sector", result.Failure!.BoardState, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6.05")]
    [InlineData("7.00")]
    public void A_power_cut_anywhere_leaves_no_code_that_the_firmware_takes_for_whole(string firmware)
    {
        var backup = Saved(firmware);
        byte[] whole = backup.Find(BackupPartKind.Lisp)!.Content.ToArray();
        foreach (var (command, which, at) in new (byte, int, int?)[] { (LispErase, 1, 40_000), (LispWrite, 2, 0), (LispWrite, 4, 100),
            (LispWrite, 8, 300), (LispWrite, 9, 0), (LispWrite, 9, 5) })
        {
            using var bench = JobBench.On($"fw={firmware}", o => o with { Lisp = _otherCode });
            bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Command(command), which, at), new CutPower(null)));
            var cut = bench.Restore(backup, OnlyScripts);
            Assert.Equal(FailureCode.LinkLost, cut.Failure!.Code);
            if (command == LispWrite)
            {
                // Eight pieces, and the header as the ninth write.
                Assert.Contains("erased or half written", cut.Failure.BoardState, StringComparison.Ordinal);
                Assert.Equal(which < 9 || at == 0, bench.Board.Flash.IsBlank(0xC0000, 8));
            }

            using var after = JobBench.On($"fw={firmware}", o => o with { Flash = bench.Board.Flash.ToArray() });
            byte[]? found = after.Take(open: false).Find(BackupPartKind.Lisp)?.Content.ToArray();
            Assert.True(found is null || found.AsSpan().SequenceEqual(whole), $"{command} {which} at {at}");
            AssertRestored(after, after.Restore(backup, OnlyScripts), backup);
        }
    }

    [Theory]
    [InlineData(LispErase, 1)]
    [InlineData(LispWrite, 1)]
    [InlineData(LispWrite, 3)]
    [InlineData(LispWrite, 9)]
    [InlineData(QmlErase, 1)]
    [InlineData(QmlWrite, 2)]
    [InlineData(ReadLisp, 2)]
    public void Any_accident_is_mended(byte command, int which)
    {
        var backup = Saved("6.05");
        foreach (var (isReply, what) in new (bool, FaultAction)[]
        {
            (true, new Lose()), (true, new DoubleIt()), (true, new Flip(3, 0x01)), (true, new Delay(TimeSpan.FromSeconds(2))),
            (false, new Lose()), (false, new Flip(9, 0x04)), (false, new Truncate(12)), (false, new PullCable(TimeSpan.FromSeconds(2))),
            (false, new CutPower(TimeSpan.FromSeconds(1))),
        })
        {
            using var bench = JobBench.On("fw=6.05", o => o with { Qml = _otherCode, Lisp = _otherCode });
            bench.Board.Inject(isReply ? Fault.ToReply(command, which, what) : Fault.ToRequest(command, which, what));

            AssertRestored(bench, bench.Restore(backup, OnlyScripts), backup, what.ToString());
            bench.AssertUnchangedExcept(9, 10);
        }
    }

    [Theory]
    [InlineData("cache=stale")]
    [InlineData("chatter=3")]
    [InlineData("transport=uart")]
    [InlineData("dual=yes&fw=7.00")]
    public void Odd_boards_and_links_are_served_too(string kind)
    {
        using var bench = JobBench.On(kind);
        var backup = Saved(bench.Board.Options.Firmware);

        AssertRestored(bench, bench.Restore(backup, OnlyScripts), backup);
    }

    [Fact]
    public void A_refused_erase_leaves_what_is_there_and_says_so()
    {
        using var bench = JobBench.On("fw=6.05", o => o with { Lisp = _otherCode });
        bench.Board.Inject(Fault.ToRequest(LispErase, 0, new Refuse()));

        var result = bench.Restore(Saved("6.05"), OnlyScripts);

        Assert.Equal(FailureCode.WriteRefused, result.Failure!.Code);
        Assert.Contains("still stores what it had", result.Failure.Message, StringComparison.Ordinal);
        bench.AssertUnchangedExcept(9);
    }

    [Fact]
    public void A_refused_write_leaves_no_code_and_says_so()
    {
        using var bench = JobBench.On("fw=6.05", o => o with { Lisp = _otherCode });
        for (int i = 3; i < 6; i++)
        {
            bench.Board.Inject(Fault.ToRequest(LispWrite, i, new Refuse()));
        }

        var result = bench.Restore(Saved("6.05"), OnlyScripts);

        Assert.Equal(FailureCode.WriteRefused, result.Failure!.Code);
        Assert.Contains("Lisp code: the board refused to write it; the board stores none now", result.Failure.Message,
            StringComparison.Ordinal);
        Assert.Contains("stores no Lisp code now", result.Failure.BoardState, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Board.Flash.Read(0xC0000, 0x20000), b => b != 0xFF);
    }

    private static RestoreOptions OnlyScripts(RestoreOptions options) => options with { Settings = false };

    private static BoardBackup Saved(string firmware)
    {
        using var bench = JobBench.With(firmware, firmware == "5.03" ? "qml" : "both");
        return bench.Take(open: false);
    }

    private static void AssertRestored(JobBench bench, JobResult result, BoardBackup backup, string? what = null)
    {
        Assert.True(result.Failure is null, $"{what}: {result.Failure}");
        Assert.All(result.Restored, r => Assert.Equal(PartState.Restored, r.State));
        var now = bench.Take(open: false);
        foreach (var kind in new[] { BackupPartKind.Qml, BackupPartKind.Lisp })
        {
            Assert.Equal(backup.Find(kind)?.Sha256, now.Find(kind)?.Sha256);
        }
    }
}
