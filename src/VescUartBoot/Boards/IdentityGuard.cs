using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Keeps COMM_FW_VERSION off the wire from an erase of staging until the firmware has forgotten the code that went with
/// it.</summary>
/// <remarks>
/// From 6.05 on the answer to FW_VERSION holds a CRC over the stored QML code. The firmware remembers that the code is valid and reads its
/// size from flash each time. After ERASE_NEW_APP the size is FFFFFFFF: the CRC runs past the end of flash, and the watchdog restarts
/// the board. A write of no data makes the firmware look at the code again (<see cref="Board.ForgetErasedCodeAsync"/>).
/// </remarks>
internal sealed class IdentityGuard
{
    private const int ForwardedCommand = 2;

    private volatile bool _isClosed;

    /// <summary>Whether the firmware of this board has code in the sectors that an erase of staging takes.</summary>
    public bool Applies { get; set; }

    /// <summary>Whether FW_VERSION must not be sent now.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>The firmware has looked at its code again, or has restarted.</summary>
    public void Open() => _isClosed = false;

    /// <summary>Notes an erase of staging, and refuses a question that would crash the board.</summary>
    /// <param name="payload">What is about to be sent.</param>
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
