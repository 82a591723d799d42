using System.Diagnostics;
using VescUartBoot.Images.Compression;

namespace VescUartBoot.Benchmarks;

/// <summary>Packing in a few seconds: of made-up images and of files, sizes and times.</summary>
internal static class PackingMeasure
{
    private const int Rounds = 15;

    public static void Run(string[] files)
    {
        Console.WriteLine("heatshrink                       bytes   packed            first  median slowest ms   allocated");
        foreach (var (name, make) in PackingInputs.All)
        {
            Report(name, make());
        }

        foreach (string file in files)
        {
            Report(Path.GetFileName(file), File.ReadAllBytes(file));
        }
    }

    private static void Report(string name, byte[] image)
    {
        byte[] packed = [];
        double[] times = new double[Rounds];
        long allocated = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            packed = Heatshrink.Pack(image);
            times[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        if (!image.AsSpan().SequenceEqual(Heatshrink.Unpack(packed, image.Length)))
        {
            throw new InvalidOperationException($"{name} does not unpack to itself");
        }

        double first = times[0];
        Array.Sort(times);
        Console.WriteLine(
            $"{name,-30}{image.Length,8}{packed.Length,9}{(double)packed.Length / image.Length,8:0.0%}{first,10:0.0}"
                + $"{times[Rounds / 2],8:0.0}{times[^1],8:0.0}{allocated / 1e3,12:0} kB");
    }
}
