using System.Diagnostics;

namespace VescUartBoot.Campaign;

/// <summary>Many jobs in one process leave nothing behind: no memory, no handle, no thread.</summary>
internal static class Growth
{
    private const int MostBytes = 8 << 20;

    public static int Run(int jobs, int threads)
    {
        // Images, pipelines and compiled code are made once; what comes after the first jobs must not stay.
        new ManyRuns().Run(firstSeed: 1, jobs / 5, TimeSpan.FromHours(1), threads);
        var before = Measure();
        var campaign = new ManyRuns();
        campaign.Run(firstSeed: 1_000_000, jobs, TimeSpan.FromHours(1), threads);
        var after = Measure();
        Console.WriteLine($"{campaign.Jobs} jobs in {campaign.Elapsed.TotalMinutes:0.0} minutes");
        Console.WriteLine($"before: {Say(before)}\nafter:  {Say(after)}");
        bool grew = after.Memory - before.Memory > MostBytes || after.Handles > before.Handles + 2 || after.Threads > before.Threads + 2;
        Console.WriteLine(grew ? "it grew" : "no growth");
        return grew ? 1 : 0;
    }

    private static (long Memory, int Handles, int Threads) Measure()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        int handles = Directory.Exists("/proc/self/fd") ? Directory.GetFileSystemEntries("/proc/self/fd").Length : process.HandleCount;
        return (GC.GetTotalMemory(forceFullCollection: true), handles, process.Threads.Count);
    }

    private static string Say((long Memory, int Handles, int Threads) at) =>
        $"{at.Memory / 1048576.0:0.0} MB, {at.Handles} handles, {at.Threads} threads";
}
