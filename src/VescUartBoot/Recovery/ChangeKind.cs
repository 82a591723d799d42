using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Recovery;

/// <summary>Kind of a change that a job makes on a board.</summary>
internal enum ChangeKind
{
    /// <summary>8 zero bytes in the empty QML sector, which make flash readable.</summary>
    ReadPath,

    /// <summary>The bootloader sector: erased if needed, and written.</summary>
    Bootloader,

    /// <summary>A firmware: staged, and installed by a jump to the bootloader.</summary>
    Firmware,

    /// <summary>A restart through the bootloader sector, to check for a bootloader.</summary>
    Jump,

    /// <summary>A configuration of a motor or the app.</summary>
    Settings,

    /// <summary>Stored QML or Lisp code.</summary>
    Script,

    /// <summary>Not a change: settings and scripts that were saved for a job and are not known to be restored.</summary>
    Backup,

    /// <summary>All of flash, over the board's SWD pins.</summary>
    Flash,

    /// <summary>The CAN baud rate of a board with the cable that follows another board.</summary>
    CanBaud,
}
