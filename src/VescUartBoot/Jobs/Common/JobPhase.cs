namespace VescUartBoot.Jobs.Common;

/// <summary>The steps of a job, in the order in which an install takes them.</summary>
public enum JobPhase
{
    /// <summary>Open the port and flush what an earlier host left.</summary>
    Open,

    /// <summary>Ask who the board is.</summary>
    Identify,

    /// <summary>Small requests, to find a bad cable before it matters.</summary>
    LinkCheck,

    /// <summary>Motor, faults and supply.</summary>
    Condition,

    /// <summary>Attach to the board behind the SWD pins.</summary>
    Attach,

    /// <summary>Look what the bootloader sector holds.</summary>
    Check,

    /// <summary>Choose and check the image.</summary>
    Image,

    /// <summary>Fetch the image into the local store.</summary>
    Fetch,

    /// <summary>Say what will be done.</summary>
    Plan,

    /// <summary>A write of no data.</summary>
    Rehearse,

    /// <summary>Save what is in the sector.</summary>
    Save,

    /// <summary>Erase the sector.</summary>
    Erase,

    /// <summary>Write the image.</summary>
    Write,

    /// <summary>Read the whole sector back and compare.</summary>
    Verify,

    /// <summary>Pack the firmware.</summary>
    Pack,

    /// <summary>Restart through the bootloader: the one moment in which a power cut can brick the board.</summary>
    Restart,

    /// <summary>Keep settings and scripts.</summary>
    Backup,

    /// <summary>Put settings and scripts back.</summary>
    Restore,

    /// <summary>Restart the board and read again what was stored: only that proves it.</summary>
    Prove,

    /// <summary>Read a region of flash.</summary>
    Dump,

    /// <summary>Let the board behind the SWD pins run again.</summary>
    Release,

    /// <summary>Take back what the check opened.</summary>
    Undo,

    /// <summary>The verdict.</summary>
    Report,
}
