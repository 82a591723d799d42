using VescUartBoot.Backups;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Flash;

namespace VescUartBoot.Campaign;

/// <summary>What a job sends, frame by frame, looked at on its way to the board.</summary>
/// <remarks>What must hold at that moment is judged from flash and from files, not from the report.</remarks>
/// <param name="home">The board of the job.</param>
/// <param name="owners">What of the bootloader sector is the owner's.</param>
/// <param name="broken">Takes a law and what broke it.</param>
internal sealed class Conversation(Machine home, OwnersSector owners, Action<string, string> broken)
{
    private const byte WhoAreYou = 0;
    private const byte WhichId = 50;
    private const byte WriteQml = 121;
    private const byte WriteLisp = 131;
    private const int NoData = 5;
    private const byte Jump = 1;
    private const byte EraseStaging = 2;
    private const byte Write = 3;
    private const byte EraseBootloader = 73;
    private const int RestErpm = 150;

    private bool _mustBeBlank;
    private bool _turnedAtLastWrite;
    private bool _foreignTouched;
    private bool _mayCrash;
    private string? _keptIn;

    /// <summary>The job uploads firmware: it looks at the motor once more before it jumps.</summary>
    public bool Uploads { get; init; }

    private bool Turns => Math.Abs(home.Motors[0].Erpm) > RestErpm;

    /// <summary>A frame goes out to the job's board.</summary>
    public void ToHome(ReadOnlySpan<byte> frame) => Ask(PayloadOf(frame));

    /// <summary>A request goes out to the job's board.</summary>
    public void Ask(ReadOnlySpan<byte> payload)
    {
        switch (payload)
        {
            case [EraseStaging, ..]:
                _mayCrash = true;
                if (Uploads && !IsKept)
                {
                    broken("saved", "staging is erased, and no backup of settings and scripts is there");
                }

                break;

            case [WhoAreYou]:
                _mayCrash = false;
                break;

            case [EraseBootloader]:
                CheckSaved();
                _mustBeBlank = IsReadable;
                break;

            case [Write, _, _, _, _, _, ..] when OffsetOf(payload) >= SimulatedFlash.BootloaderOffset - SimulatedFlash.StagingOffset:
                CheckBlank();
                owners.WeWrite(OffsetOf(payload) + SimulatedFlash.StagingOffset - SimulatedFlash.BootloaderOffset, payload[5..]);
                break;

            case [Write, _, _, _, _, _, ..]:
                _turnedAtLastWrite = Turns;
                break;

            case [Jump] when Uploads && _turnedAtLastWrite && Turns:
                broken("motor",
                    $"the board jumps while its motor turns ({home.Motors[0].Erpm} ERPM), and has since before the last write");
                break;
        }
    }

    /// <summary>A frame goes out to another board, which took over the name of the port.</summary>
    public void ToForeign(ReadOnlySpan<byte> frame)
    {
        if (!_foreignTouched && PayloadOf(frame) is [var command, ..] payload && command != WhoAreYou && !(_mayCrash && AsksForId(payload)))
        {
            _foreignTouched = true;
            broken("foreign", $"another board on the port is sent command {command}");
        }
    }

    // Right after an erase of staging the question who it is would crash the job's board. It is asked for its id on CAN, and one with the
    // same id is sent a write of no data to each store of code.
    private static bool AsksForId(ReadOnlySpan<byte> payload) =>
        payload[0] == WhichId || (payload[0] is WriteQml or WriteLisp && payload.Length == NoData);

    /// <summary>The sector is said to be saved in <paramref name="file"/>.</summary>
    public void Saves(string file)
    {
        owners.IsSavedIn(file);
        if (!Sector.AsSpan().SequenceEqual(File.ReadAllBytes(file)))
        {
            broken("saved", "what is saved of the bootloader sector is not what it holds");
        }
    }

    /// <summary>Settings and scripts are said to be kept in <paramref name="folder"/>.</summary>
    public void Keeps(string folder)
    {
        _keptIn = folder;
        if (VerdictLaw.WrongBackup(BackupFolder.Load(folder), home.Flash.ToArray(), home.Identity?.Firmware.Name) is { } wrong)
        {
            broken("saved", wrong);
        }
    }

    /// <summary>What an earlier job has kept is read again from <paramref name="folder"/>.</summary>
    public BoardBackup Reads(string folder)
    {
        _keptIn = folder;
        return BackupFolder.Load(folder);
    }

    private bool IsKept => Directory.Exists(_keptIn);

    // Up to 5.02 nothing can be read, so nothing saved: it is asked for by that name.
    private bool IsReadable => home.Identity?.Firmware is { QmlSector: > 0, IsFork: false }
        && !home.Options.ClosedReadPath && !home.Options.CompiledInQml;

    private byte[] Sector => home.Flash.Read(SimulatedFlash.BootloaderOffset, Contents.SectorSize);

    private void CheckSaved()
    {
        if (IsReadable && owners.Unsaved(Sector) is { } at)
        {
            broken("saved", $"the bootloader sector is erased, and what it holds at {at:X5} is neither saved nor ours");
        }
    }

    private void CheckBlank()
    {
        if (_mustBeBlank && !Truth.IsBlank(Sector))
        {
            broken("blank", "the bootloader sector is written, and is not blank after its erase");
        }

        _mustBeBlank = false;
    }

    private static int OffsetOf(ReadOnlySpan<byte> payload) => (payload[1] << 24) | (payload[2] << 16) | (payload[3] << 8) | payload[4];

    /// <summary>What a frame carries. A flush of zeros is no frame.</summary>
    public static ReadOnlySpan<byte> PayloadOf(ReadOnlySpan<byte> frame) => frame switch
    {
        [2, var length, ..] when frame.Length == length + 5 => frame[2..^3],
        [3, var high, var low, ..] when frame.Length == ((high << 8) | low) + 6 => frame[3..^3],
        _ => [],
    };
}
