namespace VescUartBoot.Jobs.Common;

/// <summary>How far the bootloader sector holds what an earlier run of ours has left there.</summary>
internal enum InterruptedWriteState
{
    /// <summary>Not at all, as far as is known.</summary>
    None,

    /// <summary>A part of what it was writing, and nothing else.</summary>
    Half,

    /// <summary>All of what it was writing, and blank behind it.</summary>
    Whole,

    /// <summary>What an erase that was cut off has left of content that was saved before, or was our own; and nothing else.</summary>
    Remains,
}
