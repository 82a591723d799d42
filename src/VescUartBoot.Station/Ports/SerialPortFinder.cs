using System.Globalization;

using VescUartBoot.Interop;
using VescUartBoot.Links;

namespace VescUartBoot.Station.Ports;

/// <summary>Finds real ports: those with the USB numbers of a VESC, or the ones that were named.</summary>
/// <param name="named">Names of ports; empty: all that look like a VESC.</param>
internal sealed class SerialPortFinder(IReadOnlyList<string> named) : IPortFinder
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<BenchPort>> FindAsync(CancellationToken cancellationToken)
    {
        if (named.Count > 0)
        {
            return
            [
                .. named.Where(IsThere).Select(name => new BenchPort(name, PortAddress.Parse(name).ToSource())
                {
                    Plugging = () => PluggingOf(name),
                }),
            ];
        }

        var found = await SerialPorts.FindAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        return [.. found.Where(port => port.LooksLikeVesc).Select(port => Of(port.Path))];
    }

    private static BenchPort Of(string path) => new(path, new SerialPortSource(path))
    {
        Plugging = () => PluggingOf(path),
        OthersAsync = isThere => isThere ? new([]) : OthersAsync(path),
    };

    private static async ValueTask<IEnumerable<ILinkSource>> OthersAsync(string path) =>
        (await SerialPorts.FindAsync().ConfigureAwait(false)).Where(p => p.LooksLikeVesc && p.Path != path)
            .Select(p => new SerialPortSource(p.Path));

    // The system makes a node for each time that a device is plugged in.
    private static string? PluggingOf(string path) =>
        OperatingSystem.IsLinux() ? DeviceNode.Of(path)?.Inode.ToString(CultureInfo.InvariantCulture) : null;

    private static bool IsThere(string name) =>
        !PortAddress.TryParse(name, out var address, out _) || address is not PortAddress.Serial || File.Exists(name)
            || OperatingSystem.IsWindows();
}
