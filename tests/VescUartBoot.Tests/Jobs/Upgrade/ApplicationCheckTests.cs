using VescUartBoot.Images;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.TestKit;
using VescUartBoot.Tests.Jobs.Backup;

namespace VescUartBoot.Tests.Jobs.Upgrade;

/// <summary>The look at what runs after an upgrade, and what becomes of the image that still waits.</summary>
public sealed class ApplicationCheckTests
{
    private const int Staging = 0x80000;
    private const string StillWaits =
        "the firmware that was uploaded still waits in flash: another restart through the bootloader would install it and reset all "
            + "settings";

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0x3FFF, 1)]
    [InlineData(0x4000, 0)]
    [InlineData(0xBFFF, 0)]
    [InlineData(0xC000, 1)]
    [InlineData(0x13FFF, 1)]
    [InlineData(0x14000, 0)]
    public void Every_byte_of_the_application_is_compared_but_for_the_settings(int at, int differences)
    {
        using var bench = JobBench.With("6.05", "lisp");
        byte[] image = bench.Board.Flash.Read(0, 0x14000);
        if (at < image.Length)
        {
            image[at] ^= 0x40;
        }

        Assert.Equal(differences, Compare(bench, image));

        var progress = bench.Events.OfType<JobEvent.Progressed>().Where(p => p.Phase == JobPhase.Verify).ToList();
        Assert.All(progress, p => Assert.Equal(0x14000 - 0x8000, p.Total));
        Assert.Equal(0x14000 - 0x8000, progress[^1].Done);
        Assert.Equal(progress.Select(p => p.Done).Order(), progress.Select(p => p.Done));
    }

    [Fact]
    public void An_image_that_ends_before_the_settings_is_compared_to_its_end()
    {
        using var bench = JobBench.With("6.05", "lisp");
        byte[] image = bench.Board.Flash.Read(0, 0x3000);
        image[0x2FFF] ^= 1;
        image[0x100] ^= 1;

        Assert.Equal(2, Compare(bench, image));
        Assert.Equal(0, Compare(bench, image[..0x100]));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 8)]
    public void The_words_that_a_first_start_writes_at_the_end_of_a_release_do_not_count(bool release, int differences)
    {
        using var bench = JobBench.With("6.05", "lisp");
        byte[] image = bench.Board.Flash.Read(0, release ? 524_280 : 524_276);
        for (int i = 1; i <= 8; i++)
        {
            image[^i] ^= 0xFF;
        }

        Assert.Equal(differences, Compare(bench, image));
    }

    [Theory]
    [InlineData("fw=6.05", 3000, false, true)]
    [InlineData("fw=6.05", 3000, true, false)]
    [InlineData("fw=6.05", 0x20003, false, true)]
    [InlineData("fw=6.05", 0x20100, false, true)]
    [InlineData("fw=6.05", 0x20100, true, false)]
    public void Staging_is_whole_if_all_but_our_own_zeros_is_what_was_sent(string board, int length, bool damaged, bool expected)
    {
        using var bench = JobBench.On(board);
        bool? whole = null;

        bench.RunSteps(async session =>
        {
            byte[] sent = SyntheticImages.Noise(length, 5);

            // Only a link that has carried a sector is known to be quick.
            Assert.Null(await FlashAccessSetup.OpenAsync(session, CancellationToken.None));
            await BootloaderProbe.ReadSectorAsync(session, JobPhase.Check, CancellationToken.None);
            bench.Board.Flash.Load(Staging, sent.AsSpan(0, Math.Min(length, 0x20000)));
            if (length > 0x20008)
            {
                bench.Board.Flash.Load(Staging + 0x20008, sent.AsSpan(0x20008));
            }

            sent[length - 1] ^= (byte)(damaged ? 1 : 0);
            session.Staged = sent;
            whole = await ApplicationCheck.IsStagedWholeAsync(session);
        });

        Assert.Equal(expected, whole);
    }

    [Fact]
    public void On_a_slow_link_or_without_a_way_to_read_nobody_looks_into_staging()
    {
        using var slow = JobBench.On("fw=6.05&transport=uart", o => o with { Lisp = JobBench.Code });
        using var closed = JobBench.On("fw=6.05");
        List<bool?> whole = [];

        slow.RunSteps(async session =>
        {
            Assert.Null(await FlashAccessSetup.OpenAsync(session, CancellationToken.None));
            await BootloaderProbe.ReadSectorAsync(session, JobPhase.Check, CancellationToken.None);
            whole.Add(await ApplicationCheck.IsStagedWholeAsync(session));
        });
        closed.RunSteps(async session => whole.Add(await ApplicationCheck.IsStagedWholeAsync(session)));

        Assert.Equal([null, null], whole);
    }

    [Theory]
    [InlineData("fw=6.05", true, true, true, true)]
    [InlineData("fw=6.05", true, false, true, false)]
    [InlineData("fw=6.05", false, true, false, false)]
    [InlineData("fw=5.02", false, true, true, true)]
    [InlineData("fw=23.46", false, true, false, false)]
    public void What_waits_is_made_harmless_where_it_is_known_to_be_ours(string board, bool read, bool ours, bool defused, bool zeros)
    {
        using var bench = JobBench.On(board, o => o with { Lisp = board == "fw=6.05" ? JobBench.Code : default });

        bool? now = Defuse(bench, read, ours, notApplied: false);

        Assert.Equal(defused, now);
        Assert.Equal(zeros, bench.Board.Flash.Read(Staging, 4).All(b => b == 0));
        Assert.Equal(defused ? [] : [new JobEvent.Warned("stagedImage", StillWaits)], bench.Events.OfType<JobEvent.Warned>());
    }

    [Fact]
    public void A_fork_that_came_back_as_it_was_has_written_nothing_there_since()
    {
        using var bench = JobBench.On("fw=23.46");

        Assert.True(Defuse(bench, read: false, ours: true, notApplied: true));
        Assert.Equal([0, 0, 0, 0], bench.Board.Flash.Read(Staging, 4));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_board_that_refuses_or_does_not_answer_leaves_a_warning_and_no_failure(bool refuses)
    {
        using var bench = JobBench.On("fw=6.05", o => o with { Lisp = JobBench.Code });
        bench.Board.Inject(Fault.ToRequest(3, 0, refuses ? new Refuse() : new Lose()));

        Assert.False(Defuse(bench, read: true, ours: true, notApplied: false));
        Assert.Contains(new JobEvent.Warned("stagedImage", StillWaits), bench.Events);
    }

    private static int Compare(JobBench bench, byte[] image)
    {
        int differences = -1;
        bench.RunSteps(async session =>
        {
            Assert.Null(await FlashAccessSetup.OpenAsync(session, CancellationToken.None));
            differences = await ApplicationCheck.CompareAsync(session, image);
        });
        return differences;
    }

    private static bool? Defuse(JobBench bench, bool read, bool ours, bool notApplied)
    {
        bool? defused = null;
        byte[] waiting = StagedImage.Plain(SyntheticImages.Noise(100, 5)).Bytes.ToArray();
        bench.Board.Flash.Load(Staging, waiting);
        bench.RunSteps(async session =>
        {
            if (read)
            {
                Assert.Null(await FlashAccessSetup.OpenAsync(session, CancellationToken.None));
            }

            waiting[0] ^= (byte)(ours ? 0 : 1);
            session.Staged = waiting;
            await ApplicationCheck.DefuseAsync(session, notApplied);
            defused = session.Touch.Defused;
        });
        return defused;
    }
}
