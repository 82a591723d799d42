using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Recovery;

/// <summary>What a job changes on a board.</summary>
public enum ChangeKind
{
    /// <summary>8 zero bytes in the empty QML sector, which open flash for reading.</summary>
    ReadPath,

    /// <summary>The bootloader sector: erased, if it must be, and written.</summary>
    Bootloader,

    /// <summary>A firmware: staged, and started by a jump through the bootloader.</summary>
    Firmware,

    /// <summary>A restart through the bootloader sector, to see whether a bootloader is there.</summary>
    Jump,

    /// <summary>A configuration of a motor or of the app.</summary>
    Settings,

    /// <summary>Stored QML or Lisp code.</summary>
    Script,

    /// <summary>No change: settings and scripts that were saved for a job, and are not known to be on the board again.</summary>
    Backup,
}
