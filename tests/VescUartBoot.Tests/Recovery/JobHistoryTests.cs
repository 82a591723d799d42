using VescUartBoot.Hosting.History;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Recovery;

public sealed class JobHistoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string File => Path.Combine(_folder.Path, "state", "history.ndjson");

    [Fact]
    public void Every_job_is_one_line_and_is_read_again()
    {
        var history = History();
        var first = Record(1) with { Firmware = new("5.03", "7.00"), Operator = "Ann \"A\"\n", Retries = 3 };

        history.Add(first);
        history.Add(Record(2));

        Assert.Equal(2, System.IO.File.ReadAllLines(File).Length);
        var read = History().ReadAll();
        Assert.Equal([first, Record(2)], read.Records);
        Assert.Equal(0, read.DamagedLines);
    }

    [Fact]
    public void No_history_is_an_empty_one() => Assert.Empty(History().ReadAll().Records);

    [Fact]
    public void A_line_that_was_cut_at_any_byte_costs_itself_and_no_other()
    {
        History().Add(Record(1));
        byte[] whole = System.IO.File.ReadAllBytes(File);
        for (int length = 1; length < whole.Length - 1; length++)
        {
            System.IO.File.WriteAllBytes(File, [.. whole, .. whole[..length]]);

            History().Add(Record(2));

            var read = History().ReadAll();
            Assert.Equal([Record(1), Record(2)], read.Records);
            Assert.Equal(1, read.DamagedLines);
            Assert.Equal([.. whole[..length], (byte)'\n'], System.IO.File.ReadAllBytes(read.SetAsideIn!));
            Assert.Equal(0, History().ReadAll().DamagedLines);
            System.IO.File.Delete(read.SetAsideIn!);
        }
    }

    [Fact]
    public void A_file_full_of_something_else_is_set_aside_and_never_fatal()
    {
        byte[] noise = new byte[200_000];
        new Random(1).NextBytes(noise);
        foreach (byte[] content in new[] { noise, new byte[100_000], "[]\n{}\nnull\n{\"schema\":1}\n"u8.ToArray() })
        {
            _folder.Write("state/history.ndjson", content);

            Assert.Empty(History().ReadAll().Records);
            History().Add(Record(1));

            Assert.Equal([Record(1)], History().ReadAll().Records);
        }
    }

    [Fact]
    public void Many_that_write_at_once_lose_no_line()
    {
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, writer =>
        {
            for (int i = 0; i < 8; i++)
            {
                History().Add(Record((writer * 100) + i));
            }
        });

        Assert.Equal(64, History().ReadAll().Records.Select(r => r.ExitCode).Distinct().Count());
        Assert.Equal(0, History().ReadAll().DamagedLines);
    }

    [Fact]
    public void A_full_disk_is_said()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is a thing of Linux");
        Assert.Throws<IOException>(
            () => new JobHistory("/dev/full", Path.Combine(_folder.Path, "guard"), TimeProvider.System).Add(Record(1)));
    }

    [Fact]
    public void A_full_file_gets_a_number_and_all_of_them_are_read_oldest_first()
    {
        for (int i = 0; i < 7; i++)
        {
            new JobHistory(File, Path.Combine(_folder.Path, "guard"), TimeProvider.System) { MostBytes = 500 }.Add(Record(i));
        }

        Assert.Equal(Enumerable.Range(0, 7), History().ReadAll().Records.Select(r => r.ExitCode));
        Assert.True(System.IO.File.Exists(Path.Combine(_folder.Path, "state", "history.2.ndjson")));
        Assert.All(Directory.GetFiles(Path.Combine(_folder.Path, "state")), f => Assert.InRange(new FileInfo(f).Length, 1, 1000));
    }

    [Fact]
    public void A_pipe_in_its_place_is_said_and_not_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the kind of a file is asked of Linux");
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        using (var made = System.Diagnostics.Process.Start("mkfifo", [File]))
        {
            made.WaitForExit();
        }

        Assert.Throws<IOException>(() => History().Add(Record(1)));
        Assert.Throws<IOException>(() => History().ReadAll());
    }

    private JobHistory History() => new(File, Path.Combine(_folder.Path, "guard"), TimeProvider.System);

    private static JobRecord Record(int code) => new()
    {
        Schema = JobRecord.CurrentSchema,
        Begun = DateTimeOffset.UnixEpoch,
        Ended = DateTimeOffset.UnixEpoch.AddSeconds(2),
        Command = "install",
        ExitCode = code,
        Verdict = "ok",
        Tool = "0.1.0",
        Uuid = "3a002b000f51383036343731",
    };
}
