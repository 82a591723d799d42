using System.Security.Cryptography;

using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Station.Records;

namespace VescUartBoot.Station.Tests;

/// <summary>The boards of a bench, some without bootloader, and at most two with each fault.</summary>
/// <param name="count">How many boards.</param>
/// <param name="withFirmware">How many of them, the last ones, are for the rule with firmware and settings.</param>
internal sealed class FaultyBench(int count, int withFirmware)
{
    /// <summary>The hardware of the boards with firmware.</summary>
    public const string ForFirmware = "75_300";

    private static readonly (int Start, int End) _ownersSectors = (0x4000, 0xC000);

    /// <summary>The firmware that they get.</summary>
    public static byte[] Firmware { get; } = SimulatedImage.Firmware(RecipeBench.Firmware, ForFirmware);

    /// <summary>So many boards have each fault once.</summary>
    public static int Kinds { get; } = Enum.GetValues<BoardFault>().Length;

    /// <summary>The places of the boards with a fault, from 0.</summary>
    public IEnumerable<int> Places(BoardFault fault) => Enumerable.Range(0, count).Where(place => Of(place) == fault);

    /// <summary>The code that the tile of a place ends with.</summary>
    public static string? Code(int place) => Of(place) switch
    {
        BoardFault.MotorTurning => "motorTurning",
        BoardFault.WrongHardware => "recipeRefused",
        _ => null,
    };

    /// <summary>The board at a place.</summary>
    public SimulatedBoardOptions Make(int place, SimulatedBoardOptions options, byte[] image) => Of(place) switch
    {
        _ when place >= count - withFirmware => options with { Hardware = ForFirmware, Firmware = "6.02" },
        BoardFault.BadCable => options with { Faults = [Fault.FlipBytes(FaultDirection.ToHost, 0.0001)] },
        BoardFault.MotorTurning => options with { Erpm = 4000, MotorHeld = true },
        BoardFault.WrongHardware => options with { Hardware = "410" },
        BoardFault.Pulled => options with { Faults = [Pull(TimeSpan.FromSeconds(1))] },
        BoardFault.SwappedInTheMiddle => options with { Faults = [Pull(null)] },
        _ => options with { Bootloader = place % 3 == 0 ? default(ReadOnlyMemory<byte>) : image },
    };

    /// <summary>A good board that takes the place of another.</summary>
    public static SimulatedBoardOptions Other(int place) => new()
    {
        Uuid = new byte[] { 0x3A, 0, 0x2B, 0, 0x0F, 0x51, 0x38, 0x30, 0x36, 0x34, 0x99, (byte)place },
        Timing = BoardTiming.Off,
    };

    /// <summary>The UUID as records have it.</summary>
    public static string UuidText(SimulatedBoardOptions options) => Convert.ToHexStringLower(options.Uuid.Span);

    /// <summary>The bootloader that simulated boards take.</summary>
    public static byte[] ImageOfSimulator()
    {
        using var ports = new Ports.SimulatedPorts(0);
        return ports.Image.Content.ToArray();
    }

    /// <summary>The last record of a board says what its flash holds.</summary>
    public static void RecordIsFlash(IReadOnlyList<StationRecord> records, SimulatedBoard board, byte[] image)
    {
        var last = records.First(r => r.Job.Uuid == UuidText(board.Options)).Job;
        byte[] sector = board.Look(b => b.Flash.Read(SimulatedFlash.BootloaderOffset, image.Length).ToArray());
        if (last.Verdict == "ok")
        {
            Assert.Equal((true, Convert.ToHexStringLower(SHA256.HashData(image))), (sector.SequenceEqual(image), last.BootloaderSha256));
        }
        else if (last.Bootloader is { } told)
        {
            Assert.Equal(told.After == "present", sector.SequenceEqual(image));
        }

        Assert.Equal(board.Identity!.Firmware.Name, last.Firmware!.After);
        if (board.Options.Hardware == ForFirmware)
        {
            byte[] flash = board.Look(b => b.Flash.Read(0, Firmware.Length).ToArray());
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Firmware)), last.ImageSha256);
            Assert.Equal(Firmware[.._ownersSectors.Start], flash[.._ownersSectors.Start]);
            Assert.Equal(Firmware[_ownersSectors.End..^8], flash[_ownersSectors.End..^8]);
        }
    }

    private static BoardFault Of(int place) => place < 2 * Kinds ? (BoardFault)(place % Kinds) : BoardFault.None;

    private static Fault Pull(TimeSpan? back) => new(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 3), new PullCable(back));
}
