using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Can;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Commands;

/// <summary>The motor and application configurations: since 3.50 a signature of the layout, then the values.</summary>
/// <remarks>Only the CAN values, the motor offsets and the values with hardware limits have an effect.</remarks>
internal static class ConfigurationCommands
{
    private const byte FirstMotorKind = 1;
    private const byte ApplicationKind = 2;
    private const byte SecondMotorKind = 3;
    private const int SignatureSize = 4;
    private const string MotorType = "motor_type";
    private const float FieldOriented = 2;
    private const int ModeBehindBaud = 4;
    private const int StatusNumber = 13;
    private const int StatusBits = 17;

    /// <summary>COMM_GET_MCCONF (14).</summary>
    public static void GetMotor(Application application, CommandContext context, DeviceFrame frame) =>
        context.Reply([14, .. Load(application, MotorKind(context))]);

    /// <summary>COMM_GET_MCCONF_DEFAULT (15): the default values with the current offsets.</summary>
    public static void GetMotorDefault(Application application, CommandContext context, DeviceFrame frame)
    {
        byte kind = MotorKind(context);
        byte[] defaults = Default(application, kind);
        KeepOffsets(application, kind, Load(application, kind), defaults);
        context.Reply([15, .. defaults]);
    }

    /// <summary>COMM_GET_APPCONF (17).</summary>
    public static void GetApplication(Application application, CommandContext context, DeviceFrame frame) =>
        context.Reply([17, .. Load(application, ApplicationKind)]);

    /// <summary>COMM_GET_APPCONF_DEFAULT (18).</summary>
    public static void GetApplicationDefault(Application application, CommandContext context, DeviceFrame frame) =>
        context.Reply([18, .. Default(application, ApplicationKind)]);

    /// <summary>COMM_SET_MCCONF (13).</summary>
    public static void SetMotor(Application application, CommandContext context, DeviceFrame frame) =>
        Set(application, context, frame, MotorKind(context), "MCCONF");

    /// <summary>COMM_SET_APPCONF (16).</summary>
    public static void SetApplication(Application application, CommandContext context, DeviceFrame frame) =>
        Set(application, context, frame, ApplicationKind, "APPCONF");

    /// <summary>COMM_SET_APPCONF_NO_STORE (149): applies until the next start.</summary>
    public static void TryApplication(Application application, CommandContext context, DeviceFrame frame) =>
        Set(application, context, frame, ApplicationKind, "APPCONF", stores: false);

    /// <summary>CAN id, baud rate and mode of the current application configuration.</summary>
    public static (byte Id, byte Baud, byte Mode) CanOf(Application application)
    {
        byte[] configuration = Load(application, ApplicationKind);
        return FormOf(application, ApplicationKind) is null
            ? (configuration[SignatureLength(application)], CanRate.Usual, byte.MinValue)
            : (configuration[SignatureLength(application)], configuration[BaudAt(application)],
                configuration[BaudAt(application) + ModeBehindBaud]);
    }

    /// <summary>Stores an application configuration with default values except CAN id, baud rate, mode and status frames.</summary>
    public static void StoreCan(Application application, byte id, byte baud, byte mode, bool status)
    {
        byte[] shape = Default(application, ApplicationKind);
        shape[SignatureLength(application)] = id;
        if (FormOf(application, ApplicationKind) is not null)
        {
            shape[BaudAt(application)] = baud;
            shape[BaudAt(application) + ModeBehindBaud] = mode;
            (int at, byte first4) = application.Firmware.Major >= 6 ? (StatusBits, (byte)0x0F) : (StatusNumber, (byte)4);
            shape[at] = status ? first4 : (byte)0;
        }

        application.Settings.Store(ApplicationKind, shape);
        application.UseCan();
    }

    /// <summary>Without settings, a start uses the id and baud rate that the previous firmware kept in memory, if both versions support
    /// this.</summary>
    public static void StoreKeptCan(Application application)
    {
        if (application.Firmware.KeepsCanOverReset && application.Machine.KeptCan is { } kept
            && Stored(application, ApplicationKind) is null)
        {
            StoreCan(application, kept.Id, kept.Baud, mode: 0, status: false);
        }
    }

    /// <summary>Motor offsets at a start, keyed by the kind of their configuration.</summary>
    public static IReadOnlyDictionary<byte, MotorOffsets> MeasureOffsets(Application application)
    {
        var form = SettingsForm.Of(application.Firmware, application.Hardware, isApplication: false);
        int starts = application.Machine.Record.Resets.Count;
        return new[] { FirstMotorKind, SecondMotorKind }.ToDictionary(
            kind => kind,
            kind => new MotorOffsets(
                form,
                Stored(application, kind) ?? Default(application, kind),
                new SimulatedRandom(((ulong)application.Machine.Options.Seed << 16) + ((ulong)starts << 2) + kind)));
    }

    private static byte MotorKind(CommandContext context) => context.Motor == 1 ? FirstMotorKind : SecondMotorKind;

    // Signatures exist since 3.50; earlier configurations start with the values and are not checked.
    private static int SignatureLength(Application application) =>
        (application.Firmware.Major, application.Firmware.Minor).CompareTo(((byte)3, (byte)50)) >= 0 ? SignatureSize : 0;

    private static void Set(Application application, CommandContext context, DeviceFrame frame, byte kind, string name, bool stores = true)
    {
        byte[] given = frame.Payload[1..].ToArray();
        byte[] present = Load(application, kind);
        byte[] wanted = [.. present];
        int signature = SignatureLength(application);
        if (given.Length < signature || !given.AsSpan(0, signature).SequenceEqual(wanted.AsSpan(0, signature)))
        {
            application.Print($"Warning: Could not set {name} due to wrong signature");
            return;
        }

        given.AsSpan(0, Math.Min(given.Length, wanted.Length)).CopyTo(wanted);
        if (kind == ApplicationKind && context.Motor == 2)
        {
            wanted[signature] = present[signature];
        }

        bool takesOffsets = kind == ApplicationKind || FitMotor(application, kind, present, wanted);
        FormOf(application, kind)?.ReadBack(wanted);
        byte id = frame.Payload[0];
        var wait = stores ? Shorter(application.Firmware.StoreWait, application.Machine.Timing.MotorWait) : TimeSpan.Zero;
        application.Flash.WaitForMotors(context, wait, atRest =>
        {
            if (stores && atRest && !context.IsRefused)
            {
                application.Flash.Store(context, kind, wanted, Activate);
            }
            else
            {
                Activate();
            }
        });

        // A configuration that could not be stored still applies and is acknowledged; only the next start shows the loss.
        void Activate()
        {
            application.Active[kind] = wanted;
            if (takesOffsets && kind != ApplicationKind)
            {
                application.Offsets[kind].Yield();
            }

            var time = application.Machine.Timing.StoreSettings + StartOfMotor(application, kind, present, wanted);
            context.Thread.Occupy(time, () =>
            {
                context.Reply(id);
                application.UseCan();
            });
        }
    }

    // Applies the limits of the firmware to a new motor configuration, and decides whether its offsets are used.
    private static bool FitMotor(Application application, byte kind, byte[] present, byte[] wanted)
    {
        if (FormOf(application, kind) is not { } form)
        {
            return true;
        }

        bool isDual = application.Machine.Options.DualMotor;
        if (isDual && application.Firmware.ForcesFocOnTwoMotors)
        {
            form.Find(MotorType)?.Write(wanted, FieldOriented);
        }

        bool takesOffsets = form.TakesOffsets(wanted);
        if (!takesOffsets)
        {
            KeepOffsets(application, kind, present, wanted);
        }

        HardwareLimits.Of(application.Firmware, application.Hardware).Apply(application.Firmware, form, isDual, wanted);
        return takesOffsets;
    }

    // A change to FOC measures the offsets and waits for a sufficient supply voltage.
    private static TimeSpan StartOfMotor(Application application, byte kind, byte[] before, byte[] now)
    {
        if (kind == ApplicationKind || FormOf(application, kind) is not { } form || form.Find(MotorType) is not { } type)
        {
            return TimeSpan.Zero;
        }

        bool starts = type.Read(before) != FieldOriented && type.Read(now) == FieldOriented && form.Calibrates(now);
        return starts && application.Machine.Voltage < form.Find("l_min_vin")!.Value.Read(now)
            ? application.Machine.Timing.SupplyWait
            : TimeSpan.Zero;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static byte[] Load(Application application, byte kind)
    {
        byte[] configuration = [.. application.Active.GetValueOrDefault(kind) ?? Stored(application, kind) ?? Default(application, kind)];
        if (kind != ApplicationKind)
        {
            application.Offsets[kind].CopyTo(configuration);
        }

        return configuration;
    }

    private static void KeepOffsets(Application application, byte kind, byte[] from, byte[] to)
    {
        foreach (var offset in FormOf(application, kind)?.Offsets ?? [])
        {
            offset.Copy(from, to);
        }
    }

    private static SettingsForm? FormOf(Application application, byte kind) =>
        SettingsForm.Of(application.Firmware, application.Hardware, kind == ApplicationKind);

    private static byte[]? Stored(Application application, byte kind)
    {
        byte[] shape = Default(application, kind);
        int signature = SignatureLength(application);
        return application.Settings.Load(kind) is { } stored && stored.Length == shape.Length
            && stored.AsSpan(0, signature).SequenceEqual(shape.AsSpan(0, signature)) ? stored : null;
    }

    /// <summary>Default values. Each version has its own signature and its own length, which grows over time.</summary>
    private static byte[] Default(Application application, byte kind)
    {
        bool isApplication = kind == ApplicationKind;
        byte[] shape = FormOf(application, kind)?.Defaults.ToArray() ?? Invented(application.Firmware, isApplication);
        if (isApplication)
        {
            shape[SignatureLength(application)] = DefaultCanId(application);
        }

        return shape;
    }

    private static byte DefaultCanId(Application application)
    {
        var options = application.Machine.Options;
        return options.DefaultCanId is { } id ? CanRate.Skip(id, application.Firmware.KeepsCanOverReset) : options.CanId;
    }

    // From 6.00 two rates and two masks of status messages precede it instead of one byte.
    private static int BaudAt(Application application) => application.Firmware.Major >= 6 ? 19 : 16;

    // A fork, or a version older than all known layouts.
    private static byte[] Invented(FirmwareProfile firmware, bool isApplication)
    {
        byte[] hash = SHA256.HashData(Encoding.ASCII.GetBytes($"{(isApplication ? "APPCONF" : "MCCONF")}/{firmware.Name}"));
        byte[] shape = new byte[(isApplication ? 280 : 380) + (firmware.ReplyFields * 8)];
        new SimulatedRandom(BinaryPrimitives.ReadUInt64LittleEndian(hash)).Fill(shape);
        hash.AsSpan(0, SignatureSize).CopyTo(shape);
        return shape;
    }
}
