using System.Runtime.InteropServices;
using VescUartBoot.Interop;
using static VescUartBoot.Interop.UnixConstants;

namespace VescUartBoot.Links;

/// <summary>Converts an error of the operating system on a serial port to a failure.</summary>
internal static class SerialPortError
{
    /// <summary>Causes of a lost serial link, in words that follow its name.</summary>
    internal const string LossReason = "the cable was pulled, the power went, or the board restarted";

    internal static LinkOpenException Opening(string name, string path, int error) => error switch
    {
        ENOENT or ENXIO or ENODEV or ENOTDIR => new(
            name,
            LinkOpenFailure.NotFound,
            $"There is no port {path}: the board is not plugged in, has no power, or came back under another name."),
        EACCES or EPERM => Refused(name, path),
        EBUSY => Busy(name, path, [.. PortHolder.Find([path])[path]]),
        ENOTTY or EISDIR => NotATerminal(name, path, DeviceNode.Of(path)),
        EINVAL => new(name, LinkOpenFailure.Failed, $"The driver of {path} does not take these settings: another baud rate may help."),
        _ => new(name, LinkOpenFailure.Failed, $"{path} could not be opened: {Words(error)}."),
    };

    private static LinkOpenException Refused(string name, string path)
    {
        var port = LinuxPorts.Describe(path);
        var access = PortPermission.Judge(path, port?.VendorId, port?.ProductId);
        return new(name, LinkOpenFailure.NoPermission, access.Reason!) { Access = access };
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

    internal static LinkOpenException Busy(string name, string path, IReadOnlyList<PortHolder> holders)
    {
        string who = holders.Count == 0 ? "another program, which this user may not see" : string.Join(", ", holders);
        return new(name, LinkOpenFailure.Busy, $"{path} is in use by {who}.") { Holders = holders };
    }

    internal static LinkLostException Lost(string name, int error) => new(
        name,
        $"{name} is gone: {LossReason}.",
        error is 0 or ITerminal.TryLater ? null : new IOException(Words(error)));

    internal static string Words(int error) =>
        $"{Marshal.GetPInvokeErrorMessage(error).TrimEnd('.')} ({(OperatingSystem.IsWindows() ? "error" : "errno")} {error})";
}
