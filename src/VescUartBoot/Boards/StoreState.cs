using System.Buffers.Binary;

namespace VescUartBoot.Boards;

/// <summary>State of a code store, as the board reports it.</summary>
internal enum StoreState
{
    /// <summary>Code is stored, and its header is valid: flash below it can be read.</summary>
    Stored,

    /// <summary>The 8 zero bytes of an interrupted run: usable at once, and to be undone.</summary>
    EmptyQml,

    /// <summary>Nothing is stored: the firmware reports it (6.00 and later), or did not answer three times while it answered everything
    /// else (5.03).</summary>
    Nothing,

    /// <summary>No answer, which proves nothing.</summary>
    Silent,

    /// <summary>The header is not valid: the code is compiled in, its address is unknown, and a distant read could reset the
    /// board.</summary>
    Foreign,
}
