using System.Buffers.Binary;

namespace VescUartBoot.Framing;

internal enum FrameState
{
    /// <summary>It may become a frame with more bytes.</summary>
    Incomplete,

    /// <summary>No frame starts here.</summary>
    Invalid,

    /// <summary>It has the form and length of a frame, but a wrong CRC or stop byte.</summary>
    Broken,

    Valid,
}
