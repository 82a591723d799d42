using VescUartBoot.Framing;
using VescUartBoot.Tracing;

namespace VescUartBoot.TestKit;

/// <summary>The files of <c>protocol-fixtures/</c>.</summary>
internal static class Fixtures
{
    public static IReadOnlyList<TraceRecord> Read(string file)
    {
        using var text = File.OpenText(Path.Combine(AppContext.BaseDirectory, "protocol-fixtures", file));
        return [.. new FrameTraceReader(text).ReadAll()];
    }

    /// <summary>Returns the golden frame of this name.</summary>
    public static byte[] Golden(string name) => _golden.Value[name];

    /// <summary>All golden frames by name.</summary>
    public static IReadOnlyDictionary<string, byte[]> AllGolden => _golden.Value;

    private static readonly Lazy<Dictionary<string, byte[]>> _golden = new(() =>
        Read("golden.frames").Where(r => r.Kind is TraceKind.Sent or TraceKind.Received).ToDictionary(r => r.Text, r => r.Bytes.ToArray()));

    /// <summary>Returns the bytes of a file with one line of hexadecimal digits.</summary>
    public static byte[] Hex(string file) =>
        Convert.FromHexString(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "protocol-fixtures", file)).Trim());

    /// <summary>Returns the payload of a frame by its length field, independent of the decoder.</summary>
    public static byte[] PayloadOf(byte[] frame) => frame[0] == 2 ? frame[2..^3] : frame[3..^3];

    /// <summary>Returns the frame of a payload.</summary>
    public static byte[] Frame(byte[] payload)
    {
        byte[] frame = new byte[VescUartBoot.Framing.Frame.LengthFor(payload.Length)];
        VescUartBoot.Framing.Frame.Encode(payload, frame);
        return frame;
    }
}
