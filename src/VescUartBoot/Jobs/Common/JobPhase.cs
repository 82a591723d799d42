namespace VescUartBoot.Jobs.Common;

/// <summary>The steps of a job, in the order of an install.</summary>
public enum JobPhase
{
    /// <summary>Opens the port and flushes data of an earlier host.</summary>
    Open,

    /// <summary>Identifies the board.</summary>
    Identify,

    /// <summary>Sends small requests, to find a bad cable before any change.</summary>
    LinkCheck,

    /// <summary>Checks motor, faults and supply.</summary>
    Condition,

    /// <summary>Attaches to the board at the SWD pins.</summary>
    Attach,

    /// <summary>Checks the bootloader sector.</summary>
    Check,

    /// <summary>Chooses and checks the image.</summary>
    Image,

    /// <summary>Fetches the image into the local store.</summary>
    Fetch,

    /// <summary>Reports the plan.</summary>
    Plan,

    /// <summary>Writes 0 bytes, to test that the board accepts writes.</summary>
    Rehearse,

    /// <summary>Saves the content of the sector.</summary>
    Save,

    /// <summary>Erases the sector.</summary>
    Erase,

    /// <summary>Writes the image.</summary>
    Write,

    /// <summary>Reads the complete sector back and compares it.</summary>
    Verify,

    /// <summary>Compresses the firmware.</summary>
    Pack,

    /// <summary>Restarts through the bootloader. A power cut in this step can brick the board.</summary>
    Restart,

    /// <summary>Backs up settings and scripts.</summary>
    Backup,

    /// <summary>Restores settings and scripts.</summary>
    Restore,

    /// <summary>Restarts the board and reads the stored values again, which proves that they are stored.</summary>
    Prove,

    /// <summary>Reads a region of flash.</summary>
    Dump,

    /// <summary>Lets the board at the SWD pins run again.</summary>
    Release,

    /// <summary>Undoes the changes that the check needed.</summary>
    Undo,

    /// <summary>Reports the result.</summary>
    Report,
}
