using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Commands;

/// <summary>The configuration of a package, available while the package runs: its code is stored and was not stopped.</summary>
internal static class PackageCommands
{
    private const int MaxRead = 502;
    private const int SignatureSize = 4;

    /// <summary>Number of configurations registered by packages: 0 or 1.</summary>
    public static byte Count(Application application) => Runs(application) ? (byte)1 : (byte)0;

    /// <summary>COMM_GET_CUSTOM_CONFIG_XML (92): negative offsets are not checked, as with stored code.</summary>
    public static void GetLayout(Application application, CommandContext context, DeviceFrame frame)
    {
        byte[] packed = Pack(application.Machine.Options.PackageLayout);
        int length = frame.Payload.Length < 10 ? -1 : BinaryPrimitives.ReadInt32BigEndian(frame.Payload[2..]);
        int offset = frame.Payload.Length < 10 ? -1 : BinaryPrimitives.ReadInt32BigEndian(frame.Payload[6..]);
        if (!IsAsked(application, frame) || length + offset > packed.Length || length is < 0 or > MaxRead || offset < 0)
        {
            return;
        }

        byte[] head = new byte[10];
        head[0] = 92;
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(2), packed.Length);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(6), offset);
        context.Reply([.. head, .. packed.AsSpan(offset, length)]);
    }

    /// <summary>COMM_GET_CUSTOM_CONFIG (93).</summary>
    public static void Get(Application application, CommandContext context, DeviceFrame frame)
    {
        if (IsAsked(application, frame))
        {
            context.Reply([93, 0, .. InUse(application).Span]);
        }
    }

    /// <summary>COMM_SET_CUSTOM_CONFIG (95): the package stores it itself. It is acknowledged also where the package refuses it.</summary>
    public static void Set(Application application, CommandContext context, DeviceFrame frame)
    {
        if (!IsAsked(application, frame))
        {
            return;
        }

        byte[] given = frame.Payload[2..].ToArray();
        var present = InUse(application).Span;
        if (!context.IsRefused && given.Length == present.Length && given.AsSpan(0, SignatureSize).SequenceEqual(present[..SignatureSize]))
        {
            application.PackageConfiguration = given;
            application.Machine.PackageConfiguration = context.Neglected > 0 ? application.Machine.PackageConfiguration : given;
        }

        context.Reply([95]);
    }

    private static ReadOnlyMemory<byte> InUse(Application application) =>
        application.PackageConfiguration ?? application.Machine.PackageConfiguration ?? Configuration(application.Machine.Options);

    private static bool IsAsked(Application application, DeviceFrame frame) =>
        Runs(application) && frame.Payload.Length > 1 && frame.Payload[1] == 0;

    private static bool Runs(Application application) =>
        !application.Machine.Options.PackageLayout.IsEmpty && application.Lisp.IsValid && application.Lisp.Size > 0
        && !application.LispIsStopped;

    // The default: a signature and a few values.
    private static ReadOnlyMemory<byte> Configuration(SimulatedBoardOptions options)
    {
        byte[] made = new byte[SignatureSize + 12];
        BinaryPrimitives.WriteUInt32BigEndian(made, Crc16.Of(options.PackageLayout.Span) * 0x1_0001u);
        Encoding.ASCII.GetBytes("packagevalue").CopyTo(made, SignatureSize);
        return options.PackageConfiguration.IsEmpty ? made : options.PackageConfiguration;
    }

    private static byte[] Pack(ReadOnlyMemory<byte> text)
    {
        byte[] size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, text.Length);
        using var packed = new MemoryStream();
        packed.Write(size);
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(text.Span);
        }

        return packed.ToArray();
    }
}
