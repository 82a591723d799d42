using System.Runtime.InteropServices;
using VescUartBoot.Interop;
using static VescUartBoot.Interop.UnixConstants;

namespace VescUartBoot.Links;

/// <summary>Turns what the system said of a serial port into a failure with advice.</summary>
internal static class SerialPortError
{
    /// <summary>What ends a serial link, in words that follow its name.</summary>
    internal const string LossReason = "the cable was pulled, the power went, or the board restarted";

    internal static LinkOpenException Opening(string name, string path, int error) => error switch
    {
        ENOENT or ENXIO or ENODEV or ENOTDIR => new(
            name,
            LinkOpenFailure.NotFound,
            $"There is no port {path}: the board is not plugged in, has no power, or came back under another name."),
        EACCES or EPERM => new(name, LinkOpenFailure.NoPermission, Refused(path)),
        EBUSY => new(name, LinkOpenFailure.Busy, Busy(path, [.. PortHolder.Find([path])[path]])),
        ENOTTY or EISDIR => NotATerminal(name, path, DeviceNode.Of(path)),
        EINVAL => new(name, LinkOpenFailure.Failed, $"The driver of {path} does not take these settings: another baud rate may help."),
        _ => new(name, LinkOpenFailure.Failed, $"{path} could not be opened: {Words(error)}."),
    };

    private static string Refused(string path)
    {
        SerialPortInfo? port = LinuxPorts.Describe(path);
        return PortPermission.Explain(path, port?.VendorId, port?.ProductId);
    }

    internal static LinkOpenException NotATerminal(string name, string path, DeviceNode? node)
    {
        string what = node switch
        {
            { IsFolder: true } => "a folder",
            { IsFile: true } => "a file",
            { IsCharacterDevice: true } => "another kind of device",
            _ => "something else",
        };
        return new(name, LinkOpenFailure.NotATerminal, $"{path} is {what}, not a serial port; check the name that was given.");
    }

    internal static string Busy(string path, IReadOnlyList<PortHolder> holders)
    {
        if (holders.Count == 0) return $"{path} is in use by another program, which this user may not see; `sudo {(OperatingSystem.IsMacOS() ? "lsof" : "fuser -v")} {path}` names it.";
        PortHolder? manager = holders.FirstOrDefault(holder => holder.ProcessName == "ModemManager");
        return manager is not null
            ? $"{path} is in use by {manager}, which tries out every new port for some 20 s; wait for it, or stop it with `sudo systemctl stop ModemManager`."
            : $"{path} is in use by {string.Join(", ", holders)}; end it and try again.";
    }

    internal static LinkLostException Lost(string name, int error) => new(
        name,
        $"{name} is gone: {LossReason}.",
        error is 0 or ITerminal.TryLater ? null : new IOException(Words(error)));

    internal static string Words(int error) => $"{Marshal.GetPInvokeErrorMessage(error).TrimEnd('.')} ({(OperatingSystem.IsWindows() ? "error" : "errno")} {error})";
}
