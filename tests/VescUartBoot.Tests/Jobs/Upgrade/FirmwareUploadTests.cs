using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;
using VescUartBoot.Tests.Jobs.Backup;
using VescUartBoot.Tests.Recovery;

namespace VescUartBoot.Tests.Jobs.Upgrade;

/// <summary>An upload by itself: what it sends, how often, and what it makes harmless.</summary>
public sealed class FirmwareUploadTests
{
    private const int Staging = 0x80000;
    private const byte Erase = 2;
    private const byte Write = 3;

    private static readonly UpgradeImage _image = new(FirmwareImage.Parse("new.bin", SimulatedImage.Firmware("5.03", "60_MK6")),
        new VescUartBoot.Chip.FirmwareVersion(5, 3), "60_MK6", "");

    [Fact]
    public void What_is_staged_waits_byte_for_byte_behind_its_erase()
    {
        using var bench = JobBench.On("fw=5.02");
        var journal = new MemoryJournal();
        bench.Journal = journal;
        var stored = Stored(3000);
        long sent = 0;

        var failure = Stage(bench, stored, after: upload => sent = upload.BytesOnWire);

        Assert.Null(failure);
        Assert.Equal(stored.Bytes.ToArray(), bench.Board.Flash.Read(Staging, stored.Bytes.Length));
        Assert.InRange(sent, 3006, 3500);
        Assert.Equal([JobPhase.Erase, JobPhase.Write], bench.Phases);
        Assert.Equal((3006, 3006), bench.Events.OfType<JobEvent.Progressed>().Select(p => (p.Done, p.Total)).Last());
        var written = Assert.Single(journal.Pages[0].Changes);
        Assert.Equal((ChangeKind.Firmware, "new.bin", "5.02", "5.03"), (written.Kind, written.What, written.From, written.To));
        Assert.Equal(_image.Image.Sha256, written.Sha256);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    public void An_erase_may_be_lost_twice(int lost, int sent)
    {
        using var bench = JobBench.On("fw=5.02");
        for (int i = 1; i <= lost; i++)
        {
            bench.Board.Inject(Fault.ToRequest(Erase, i, new Lose()));
        }

        Assert.Null(Stage(bench, Stored(500)));

        Assert.Equal(sent - lost, bench.Board.Report().Commands[Erase]);
    }

    [Fact]
    public void An_erase_that_stays_unanswered_three_times_is_told()
    {
        using var bench = JobBench.On("fw=5.02");
        bench.Board.Inject(Fault.ToReply(Erase, 0, new Lose()));

        var failure = Stage(bench, Stored(500))!;

        Assert.Equal((FailureCode.EraseRefused, "the erase of staging stayed unanswered"), (failure.Code, failure.Message));
        Assert.Equal(3, bench.Board.Report().Commands[Erase]);
        Assert.Contains("an erase of the upload area (staging) was sent, with an unknown", failure.BoardState, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_rehearsal_and_a_refused_write_are_told_with_their_place()
    {
        using var rehearsal = JobBench.On("fw=6.05");
        rehearsal.Board.Inject(Fault.ToRequest(Write, 0, new Refuse()));
        using var write = JobBench.On("fw=6.05");
        for (int i = 3; i < 30; i++)
        {
            write.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, i), new Refuse()));
        }

        var refused =
            rehearsal.TrySteps(session => new FirmwareUpload(session, _image, Stored(3000)).RehearseAsync(CancellationToken.None))!;
        var half = Stage(write, Stored(5000))!;

        Assert.Equal(
            (FailureCode.WriteRefused, "the board refused the rehearsal, a write of no data: most likely its motor is not at rest"),
            (refused.Code, refused.Message));
        Assert.Contains("nothing on the board was changed", refused.BoardState, StringComparison.Ordinal);
        Assert.Equal(FailureCode.WriteRefused, half.Code);
        Assert.Matches("^the board refused to write at 0x0808[0-9A-F]{4}$", half.Message);
        Assert.Contains("an incomplete copy of the new firmware is in flash, which a bootloader ignores", half.BoardState,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_stops_before_the_erase_has_sent_and_written_down_nothing()
    {
        using var bench = JobBench.On("fw=5.02");
        var journal = new MemoryJournal();
        bench.Journal = journal;

        var stop = new CancellationToken(canceled: true);
        var failure = bench.TrySteps(session => new FirmwareUpload(session, _image, Stored(500)).StageAsync(stop), stop: stop)!;

        Assert.Equal((FailureCode.Interrupted, "stopped on request"), (failure.Code, failure.Message));
        Assert.DoesNotContain(Erase, bench.Board.Report().Commands.Keys);
        Assert.Empty(journal.Pages);
    }

    [Theory]
    [InlineData("6.05", 0x20000, false)]
    [InlineData("6.05", 0x20001, true)]
    [InlineData("5.03", 0x20001, false)]
    public void The_way_to_read_goes_with_the_erase_only_where_the_upload_covers_it(string firmware, int length, bool goes)
    {
        // On 6.05 QML lies a sector behind the start of staging, on 5.03 before it.
        using var bench = JobBench.On($"fw={firmware}");

        bench.TrySteps(async session =>
        {
            Assert.Null(await FlashAccessSetup.OpenAsync(session, CancellationToken.None));
            Assert.NotNull(session.Touch.OpenedIn);
            await new FirmwareUpload(session, _image, Stored(length - StagedHeader.HeaderLength)).StageAsync(CancellationToken.None);
            Assert.Equal(goes, session.Path is null);
            Assert.Equal(goes, session.Touch.OpenedIn is null);
            Assert.Equal(goes, session.Touch.CodeErased);
        });
    }

    [Theory]
    [InlineData(false, FailureCode.VoltageLow)]
    [InlineData(true, FailureCode.Interrupted)]
    public void What_must_not_be_started_is_made_harmless(bool stops, FailureCode expected)
    {
        using var bench = JobBench.On("fw=5.02");

        var failure = Stage(bench, Stored(500), new JobOptions { MinVoltage = stops ? null : 8 }, session =>
        {
            bench.Board.Suffer(new SetVoltage(5));
            return new FirmwareUpload(session, _image, Stored(500)).RequireReadyAsync(new CancellationToken(stops));
        }, stop: new CancellationToken(stops))!;

        Assert.Equal(expected, failure.Code);
        Assert.Equal([0, 0, 0, 0], bench.Board.Flash.Read(Staging, 4));
        Assert.Contains("an incomplete copy of the new firmware is in flash, which a bootloader ignores", failure.BoardState,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_made_harmless_is_told_to_wait()
    {
        using var bench = JobBench.On("fw=6.05");

        var failure = Stage(bench, Stored(500), new JobOptions { MinVoltage = 8 }, session =>
        {
            bench.Board.Suffer(new SetVoltage(5));
            bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 0), new Refuse()));
            return new FirmwareUpload(session, _image, Stored(500)).RequireReadyAsync(CancellationToken.None);
        })!;

        Assert.Contains("the new firmware waits in flash and was not started", failure.BoardState, StringComparison.Ordinal);
    }

    [Fact]
    public void A_board_that_is_fit_may_be_started()
    {
        using var bench = JobBench.On("fw=5.02");
        var stored = Stored(500);

        Assert.Null(Stage(bench, stored, new JobOptions { MinVoltage = 8 },
            session => new FirmwareUpload(session, _image, stored).RequireReadyAsync(CancellationToken.None)));

        Assert.Equal(stored.Bytes.ToArray(), bench.Board.Flash.Read(Staging, stored.Bytes.Length));
    }

    private static StagedImage Stored(int length) => StagedImage.Plain(SyntheticImages.Noise(length, 5));

    private static JobFailure? Stage(JobBench bench, StagedImage stored, JobOptions? options = null, Func<JobRun, Task>? then = null,
        Action<FirmwareUpload>? after = null, CancellationToken stop = default) =>
        bench.TrySteps(
            async session =>
            {
                var upload = new FirmwareUpload(session, _image, stored);
                await upload.StageAsync(CancellationToken.None);
                after?.Invoke(upload);
                if (then is not null)
                {
                    await then(session);
                }
            },
            options,
            stop);
}
