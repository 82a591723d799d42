using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using VescUartBoot.IO;
using VescUartBoot.Messages;
using VescUartBoot.Settings;

namespace VescUartBoot.Benchmarks;

/// <summary>Settings in a second: how long it takes to open a layout, and what all layouts and rules weigh.</summary>
/// <remarks>The bounds are 5 ms and 150 KB packed. Beside them stands a baseline of the same run: the bare bytes of a configuration read as
/// floats, and the whole library.</remarks>
internal static class SettingsMeasure
{
    private const int Rounds = 200;
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly string[] _resources = ["settings-layouts.txt", "settings-carryover.json"];

    public static void Run()
    {
        MeasureTime();
        MeasureSize();
    }

    private static void MeasureTime()
    {
        var blobs = SettingsLayouts.All.Select(Blank).ToList();
        double first = TimeOf(() => BoardSettings.Decode(blobs[0]));
        List<double> opened = [];
        List<double> bare = [];
        foreach (var blob in blobs)
        {
            for (int round = 0; round < Rounds; round++)
            {
                opened.Add(TimeOf(() => BoardSettings.Decode(blob)));
                bare.Add(TimeOf(() => ReadBare(blob.Bytes.Span)));
            }
        }

        opened.Sort();
        bare.Sort();
        Console.WriteLine("open a layout and read its values, ms       first  median     p99");
        Console.WriteLine($"{blobs.Count} layouts, {Rounds} times each{first,23:0.000}{At(opened, 0.5),8:0.000}{At(opened, 0.99),8:0.000}");
        Console.WriteLine($"baseline: the bare bytes as floats{"",15}{At(bare, 0.5),8:0.000}{At(bare, 0.99),8:0.000}");
    }

    private static void MeasureSize()
    {
        var library = typeof(BoardSettings).Assembly;
        Console.WriteLine("size, bytes                                   as is  packed");
        long packed = 0;
        foreach (string name in _resources)
        {
            using var resource = ShippedData.Open(name);
            using var bytes = new MemoryStream();
            resource.CopyTo(bytes);
            packed += Report(name, bytes.ToArray());
        }

        byte[] code =
        [
            .. library.GetTypes().Where(t => t.Namespace == typeof(BoardSettings).Namespace)
                .SelectMany(t => t.GetMethods(All).Cast<MethodBase>().Concat(t.GetConstructors(All)))
                .SelectMany(m => m.GetMethodBody()?.GetILAsByteArray() ?? []),
        ];
        packed += Report("code of VescUartBoot.Settings", code);
        Console.WriteLine($"together{packed,51}");
        Report("baseline: VescUartBoot.dll", File.ReadAllBytes(library.Location));
    }

    private static SerialisedConfiguration Blank(SettingsLayout layout)
    {
        byte[] bytes = new byte[layout.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, layout.Signature);
        return SerialisedConfiguration.From(layout.Kind, bytes);
    }

    private static float ReadBare(ReadOnlySpan<byte> bytes)
    {
        float sum = 0;
        for (; bytes.Length >= sizeof(float); bytes = bytes[sizeof(float)..])
        {
            sum += BinaryPrimitives.ReadSingleBigEndian(bytes);
        }

        return sum;
    }

    private static double TimeOf<T>(Func<T> what)
    {
        long start = Stopwatch.GetTimestamp();
        GC.KeepAlive(what());
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static long Report(string name, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(bytes);
        }

        Console.WriteLine($"{name,-40}{bytes.Length,11}{packed.Length,8}");
        return packed.Length;
    }

    private static double At(List<double> sorted, double share) => sorted[(int)(share * (sorted.Count - 1))];
}
