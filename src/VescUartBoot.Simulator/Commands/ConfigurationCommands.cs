using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace VescUartBoot.Simulator;

/// <summary>The motor and application configurations: a signature of this version's layout, then values whose meaning is not simulated.</summary>
/// <remarks>Only one value means something: the byte behind the application's signature is the CAN id.</remarks>
internal static class ConfigurationCommands
{
    private const byte FirstMotorKind = 1;
    private const byte ApplicationKind = 2;
    private const byte SecondMotorKind = 3;
    private const int SignatureSize = 4;

    /// <summary>COMM_GET_MCCONF (14).</summary>
    public static void GetMotor(Application application, CommandContext context, DeviceFrame frame) =>
        context.Reply([14, .. Load(application, MotorKind(context))]);

    /// <summary>COMM_GET_APPCONF (17).</summary>
    public static void GetApplication(Application application, CommandContext context, DeviceFrame frame) =>
        context.Reply([17, .. Load(application, ApplicationKind)]);

    /// <summary>COMM_SET_MCCONF (13).</summary>
    public static void SetMotor(Application application, CommandContext context, DeviceFrame frame) =>
        Set(application, context, frame, MotorKind(context), "MCCONF");

    /// <summary>COMM_SET_APPCONF (16).</summary>
    public static void SetApplication(Application application, CommandContext context, DeviceFrame frame) =>
        Set(application, context, frame, ApplicationKind, "APPCONF");

    /// <summary>The CAN id of the stored application configuration, if one of this version's layout is stored.</summary>
    public static byte? StoredCanId(Application application) =>
        Stored(application, ApplicationKind) is { } stored ? stored[SignatureSize] : null;

    private static byte MotorKind(CommandContext context) => context.Motor == 1 ? FirstMotorKind : SecondMotorKind;

    private static void Set(Application application, CommandContext context, DeviceFrame frame, byte kind, string name)
    {
        byte[] given = frame.Payload[1..].ToArray();
        byte[] shape = Default(application, kind);
        if (given.Length < SignatureSize || !given.AsSpan(0, SignatureSize).SequenceEqual(shape.AsSpan(0, SignatureSize)))
        {
            application.Print($"Warning: Could not set {name} due to wrong signature");
            return;
        }

        given.AsSpan(0, Math.Min(given.Length, shape.Length)).CopyTo(shape);
        byte id = frame.Payload[0];
        context.Thread.Occupy(application.Machine.Timing.StoreSettings, () =>
        {
            application.Settings.Store(kind, shape);
            context.Reply(id);
        });
    }

    private static byte[] Load(Application application, byte kind) => Stored(application, kind) ?? Default(application, kind);

    private static byte[]? Stored(Application application, byte kind)
    {
        byte[] shape = Default(application, kind);
        return application.Settings.Load(kind) is { } stored && stored.Length == shape.Length
            && stored.AsSpan(0, SignatureSize).SequenceEqual(shape.AsSpan(0, SignatureSize)) ? stored : null;
    }

    /// <summary>The factory's values: every version has its own signature and, growing over time, its own length.</summary>
    private static byte[] Default(Application application, byte kind)
    {
        var firmware = application.Firmware;
        bool isApplication = kind == ApplicationKind;
        byte[] hash = SHA256.HashData(Encoding.ASCII.GetBytes($"{(isApplication ? "APPCONF" : "MCCONF")}/{firmware.Name}"));
        byte[] shape = new byte[(isApplication ? 280 : 380) + (firmware.ReplyFields * 8)];
        new SimulatedRandom(BinaryPrimitives.ReadUInt64LittleEndian(hash)).Fill(shape);
        hash.AsSpan(0, SignatureSize).CopyTo(shape);
        if (isApplication)
        {
            shape[SignatureSize] = application.Machine.Options.CanId;
        }

        return shape;
    }
}
