using VescUartBoot.Links;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Campaign;

/// <summary>What lies in the bootloader sector before the first job.</summary>
internal enum SectorSetup
{
    Blank,
    Present,
    Old,
    Unrecognised,
    Garbage,
    DamagedBit,
    HalfWritten,
}

/// <summary>How the host is connected.</summary>
internal enum LinkSetup
{
    InProcess,
    VescUsb,
    UnknownUsb,
    Uart115200,
    Uart921600,
}

/// <summary>A board as a schedule draws it. The default is the plainest board: whatever differs from it is a reason for a
/// failure.</summary>
internal sealed record BoardSetup
{
    public string Firmware { get; init; } = "6.05";

    public SimulatedFamily Family { get; init; }

    public SectorSetup Sector { get; init; }

    public LinkSetup Link { get; init; }

    public bool Qml { get; init; }

    public bool Lisp { get; init; }

    public bool Staged { get; init; }

    public bool Package { get; init; }

    public bool Dual { get; init; }

    public bool ClosedReadPath { get; init; }

    public bool CompiledInQml { get; init; }

    public bool StaleCache { get; init; }

    public bool Slow { get; init; }

    public bool UsbPowered { get; init; }

    public bool SwitchesOff { get; init; }

    public bool Chatters { get; init; }

    /// <summary>The longest payload that a bridge on the way passes, both ways; 0: all.</summary>
    public int LongestFrame { get; init; }

    public VariantSetup Variant { get; init; }

    public int Seed { get; init; } = 1;

    public FirmwareProfile Profile => FirmwareProfiles.Named(Firmware);

    /// <summary>The board as the simulator takes it.</summary>
    public SimulatedBoardOptions ToOptions() => Variant == VariantSetup.Simulated
        ? PlainOptions()
        : Variants.PutInto(PlainOptions(), Variant);

    private SimulatedBoardOptions PlainOptions() => new()
    {
        Firmware = Firmware,
        Family = Family,
        Bootloader = Contents.Sector(Sector),
        Qml = Qml ? Contents.Code : default,
        Lisp = Lisp ? Contents.Code : default,
        Staging = Staged ? Contents.StagedUpload : default,
        PackageData = Package ? Contents.PackageData : default,
        PackageDataOffset = Package && Profile.NvmSector == 11 && Sector != SectorSetup.Blank ? 0x4000 : 0,
        DualMotor = Dual,
        ClosedReadPath = ClosedReadPath,
        CompiledInQml = CompiledInQml,
        StaleCache = StaleCache,
        Timing = Slow ? Contents.SlowTiming : BoardTiming.Real,
        UsbPowered = UsbPowered,
        OffAfter = SwitchesOff ? TimeSpan.FromSeconds(10) : null,
        UnsolicitedEvery = Chatters ? TimeSpan.FromMilliseconds(35) : null,
        Transport = Link is LinkSetup.Uart115200 or LinkSetup.Uart921600 ? SimulatedTransport.Uart : SimulatedTransport.Usb,
        Baud = Link == LinkSetup.Uart921600 ? 921_600 : 115_200,
        LinkKind = Link switch
        {
            LinkSetup.VescUsb => LinkKind.VescUsb,
            LinkSetup.UnknownUsb => LinkKind.Unknown,
            _ => null,
        },
        LongestRequest = LongestFrame == 0 ? int.MaxValue : LongestFrame,
        LongestReply = LongestFrame == 0 ? int.MaxValue : LongestFrame,
        Seed = Seed,
    };
}
