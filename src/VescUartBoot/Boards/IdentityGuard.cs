using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Blocks COMM_FW_VERSION after an erase of staging until the firmware has forgotten the erased code.</summary>
/// <remarks>
/// From 6.05 on the reply to FW_VERSION contains a CRC of the stored QML code. The firmware remembers that the code is valid and reads its
/// size from flash each time. After ERASE_NEW_APP the size is FFFFFFFF: the CRC runs past the end of flash, and the watchdog restarts
/// the board. A write of 0 bytes makes the firmware re-read the code (<see cref="Board.ForgetErasedCodeAsync"/>).
/// </remarks>
internal sealed class IdentityGuard
{
    private const int ForwardedCommand = 2;

    private volatile bool _isClosed;

    /// <summary>Whether the firmware of this board stores code in the sectors that an erase of staging removes.</summary>
    public bool Applies { get; set; }

    /// <summary>Whether FW_VERSION must not be sent now.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Allows FW_VERSION: the firmware has re-read its code, or has restarted.</summary>
    public void Open() => _isClosed = false;

    /// <summary>Notes an erase of staging, and rejects a request that would crash the board.</summary>
    /// <param name="payload">The payload to send.</param>
    /// <exception cref="InvalidOperationException">It is FW_VERSION, and the firmware has not yet forgotten the erased code.</exception>
    public void OnSending(ReadOnlySpan<byte> payload)
    {
        var command = (Command)(payload[0] == (byte)Command.ForwardCan ? payload[ForwardedCommand] : payload[0]);
        if (command == Command.FirmwareVersion && _isClosed)
        {
            throw new InvalidOperationException(
                "FW_VERSION between an erase of staging and the write that clears the remembered code would crash the board.");
        }

        _isClosed |= Applies && command == Command.EraseNewApp;
    }
}
