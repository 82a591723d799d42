using System.Runtime.Versioning;
using VescUartBoot.Interop;
using static VescUartBoot.Interop.WindowsConstants;

namespace VescUartBoot.Links;

/// <summary>Turns what Windows said of a serial port into a failure with advice.</summary>
internal static class WindowsPortError
{
    /// <param name="name"><c>COM5</c>.</param>
    /// <param name="step">How far the opening came.</param>
    /// <param name="error">What Windows said to that.</param>
    /// <param name="isListed">Whether Windows has a port of that name among its serial ports.</param>
    internal static LinkOpenException Opening(string name, OpeningStep step, int error, bool isListed) => (step, error) switch
    {
        (OpeningStep.Find, ERROR_FILE_NOT_FOUND or ERROR_PATH_NOT_FOUND or ERROR_INVALID_NAME or ERROR_BAD_UNIT or ERROR_DEV_NOT_EXIST
            or ERROR_NO_SUCH_DEVICE or ERROR_DEVICE_NOT_CONNECTED) => NotFound(name),

        // A port is exclusive, and to a second program Windows says "access denied". To an account without the right it says the same;
        // but ports are open to every user unless an administrator has changed that. The others are what Wine says.
        (OpeningStep.Find, ERROR_ACCESS_DENIED or ERROR_SHARING_VIOLATION or ERROR_LOCK_VIOLATION or ERROR_BUSY) => new(
            name,
            LinkOpenFailure.Busy,
            $"{name} is in use by another program (VESC Tool, a terminal, another vescboot); close it and try again."),
        (OpeningStep.Find, ERROR_ELEVATION_REQUIRED or ERROR_ACCESS_DISABLED_BY_POLICY or ERROR_PRIVILEGE_NOT_HELD) => new(
            name,
            LinkOpenFailure.NoPermission,
            $"You may not open {name} ({SerialPortError.Words(error)}); ask the administrator of this machine."),
        (OpeningStep.Find, ERROR_SEM_TIMEOUT or ERROR_GEN_FAILURE) => new(
            name,
            LinkOpenFailure.Failed,
            $"{name} could not be opened: its device does not answer the driver ({SerialPortError.Words(error)}); plug it in again."),
        (OpeningStep.Find, _) when !isListed => NotFound(name),
        (OpeningStep.Ask, _) when isListed => new(
            name,
            LinkOpenFailure.NotFound,
            $"Windows lists {name}, but nothing answers there ({SerialPortError.Words(error)}): the board was pulled, or restarts."),
        (OpeningStep.Ask, _) => new(
            name,
            LinkOpenFailure.NotATerminal,
            $"{name} is not a serial port ({SerialPortError.Words(error)}); check the name that was given."),
        (OpeningStep.Set, ERROR_INVALID_PARAMETER) => new(
            name,
            LinkOpenFailure.Failed,
            $"The driver of {name} does not take these settings: another baud rate may help."),
        _ => new(name, LinkOpenFailure.Failed, $"{name} could not be opened: {SerialPortError.Words(error)}."),
    };

    /// <summary>The same of what System.IO.Ports throws, which carries the number in its HResult.</summary>
    [SupportedOSPlatform("windows")]
    internal static LinkOpenException Opening(string name, Exception exception)
    {
        var step = exception switch
        {
            ArgumentOutOfRangeException => OpeningStep.Set,
            ArgumentException => OpeningStep.Ask,
            _ => OpeningStep.Find,
        };
        return Opening(name, step, step == OpeningStep.Set ? ERROR_INVALID_PARAMETER : exception.HResult & 0xFFFF,
            WindowsPorts.IsListed(name));
    }

    private static LinkOpenException NotFound(string name) => new(
        name,
        LinkOpenFailure.NotFound,
        $"There is no port {name}: the board is not plugged in, has no power, or came back under another name.");
}
