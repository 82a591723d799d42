using System.Buffers.Binary;

namespace VescUartBoot.Framing;

internal enum FrameState
{
    /// <summary>It may become a frame when more bytes come.</summary>
    Incomplete,

    /// <summary>No frame starts here.</summary>
    Invalid,

    /// <summary>It had the shape and the length of a frame, but CRC or stop byte are wrong.</summary>
    Broken,

    Valid,
}
