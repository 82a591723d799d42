using System.Buffers.Binary;

namespace VescUartBoot.Boards;

/// <summary>What one store of code says of itself.</summary>
internal enum StoreState
{
    /// <summary>Code is stored, and its header fits: flash below it can be read.</summary>
    Stored,

    /// <summary>The 8 zero bytes that an interrupted run left: usable at once, and to be undone.</summary>
    EmptyQml,

    /// <summary>The firmware says that nothing is stored (6.00 and later), or was silent three times while it answered everything else
    /// (5.03).</summary>
    Nothing,

    /// <summary>It did not answer, which proves nothing.</summary>
    Silent,

    /// <summary>Its header does not fit: the code is compiled in, its address is unknown, and a far read could reset the board.</summary>
    Foreign,
}
