using System.Security.Cryptography;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Flash;

namespace VescUartBoot.Simulator.Boards;

/// <summary>Record of the operations of a board.</summary>
internal sealed class BoardRecord
{
    public List<string> Violations { get; } = [];

    public List<BoardStart> Resets { get; } = [];

    public List<BootloaderExit> BootloaderExits { get; } = [];

    public SortedDictionary<int, int> Commands { get; } = [];

    public SortedDictionary<string, int> Dropped { get; } = new(StringComparer.Ordinal);

    public long Replies { get; set; }

    public long BytesIn { get; set; }

    public long BytesLost { get; set; }

    public void Command(byte id) => Commands[id] = Commands.GetValueOrDefault(id) + 1;

    public void Drop(string why) => Dropped[why] = Dropped.GetValueOrDefault(why) + 1;

    public BoardReport Report(Machine machine)
    {
        var flash = machine.Flash;
        return new BoardReport
        {
            Firmware = machine.Identity?.Firmware.Name,
            Hardware = machine.Identity?.Hardware,
            Uuid = Convert.ToHexStringLower(machine.Options.Uuid.Span),
            State = machine.State,
            Seconds = Math.Round(machine.Clock.Now.TotalSeconds, 6),
            Bootloader = Describe(flash),
            Regions =
            [
                Region(flash, "application", 0, 0x4000),
                Region(flash, "settings", 0x4000, 0x8000),
                Region(flash, "code", 0xC000, 0x6_0000 - 0xC000),
                Region(flash, "sector7", 0x6_0000, 0x2_0000),
                Region(flash, "sector8", 0x8_0000, 0x2_0000),
                Region(flash, "sector9", 0xA_0000, 0x2_0000),
                Region(flash, "sector10", 0xC_0000, 0x2_0000),
                Region(flash, "bootloader", SimulatedFlash.BootloaderOffset, 0x2_0000),
            ],
            Erases = [.. SimulatedFlash.Sectors.Select(sector => flash.Erases(sector.Index))],
            BytesProgrammed = flash.BytesProgrammed,
            ZeroToOneAttempts = flash.ZeroToOneAttempts,
            Violations = [.. Violations],
            Resets = [.. Resets],
            BootloaderResults = [.. BootloaderExits.Select(exit => exit.Result)],
            BootloaderExits = [.. BootloaderExits],
            Commands = new SortedDictionary<int, int>(Commands),
            Dropped = new SortedDictionary<string, int>(Dropped, StringComparer.Ordinal),
            Replies = Replies,
            BytesIn = BytesIn,
            BytesLost = BytesLost,
            FaultsStruck = machine.Faults.Struck,
            Target = machine.Wires?.Target is { } target ? target.Record.Report(target) : null,
            CanBoards = [.. machine.Bus.Others(machine).Where(_ => machine.IsFirst).Select(other => other.Record.Report(other))],
        };
    }

    private static BoardRegion Region(SimulatedFlash flash, string name, int offset, int size) =>
        new(name, offset, size, Convert.ToHexStringLower(SHA256.HashData(flash.Read(offset, size))), flash.IsBlank(offset, size));

    private static string Describe(SimulatedFlash flash)
    {
        if (flash.IsBlank(SimulatedFlash.BootloaderOffset, 0x2_0000))
        {
            return "blank";
        }

        return SimulatedBootloader.Recognise(flash.Read(SimulatedFlash.BootloaderOffset, 0x2_0000)) switch
        {
            { Unpacks: true } => "bootloader",
            { Unpacks: false } => "old bootloader",
            null => "other",
        };
    }
}
