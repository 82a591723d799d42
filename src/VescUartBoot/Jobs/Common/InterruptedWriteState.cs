namespace VescUartBoot.Jobs.Common;

/// <summary>What an earlier run of this library has left in the bootloader sector.</summary>
internal enum InterruptedWriteState
{
    /// <summary>Nothing, as far as is known.</summary>
    None,

    /// <summary>A part of the content that it was writing, and nothing else.</summary>
    Half,

    /// <summary>All of the content that it was writing, and blank after it.</summary>
    Whole,

    /// <summary>The rest of content that was saved before, or was our own, after an interrupted erase; and nothing else.</summary>
    Remains,
}
