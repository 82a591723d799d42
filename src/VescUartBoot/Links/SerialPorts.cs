using VescUartBoot.Interop;

namespace VescUartBoot.Links;

/// <summary>Finds serial ports and their properties without opening them.</summary>
public static class SerialPorts
{
    /// <summary>Finds the serial ports of this machine, ordered by name. Empty on systems other than Linux, Windows and macOS.</summary>
    /// <param name="sysRoot">Linux: mount point of sysfs.</param>
    /// <param name="devRoot">Linux: folder of the device nodes.</param>
    /// <param name="procRoot">Linux: mount point of procfs.</param>
    /// <param name="cancellationToken">Ends the wait for a program of the operating system; used on macOS only.</param>
    public static async ValueTask<IReadOnlyList<SerialPortInfo>> FindAsync(string sysRoot = "/sys", string devRoot = "/dev",
        string procRoot = "/proc", CancellationToken cancellationToken = default) =>
        OperatingSystem.IsWindows() ? WindowsPorts.Find(new SystemRegistry())
        : OperatingSystem.IsMacOS() ? await MacPorts.FindAsync(cancellationToken).ConfigureAwait(false)
        : OperatingSystem.IsLinux() ? LinuxPorts.Find(sysRoot, devRoot, procRoot)
        : [];

    /// <summary>Describes one port; <see langword="null"/> if the operating system knows no device for it (a pseudo-terminal).</summary>
    /// <param name="path">The device node, or a symbolic link to it; <c>COM5</c> on Windows.</param>
    /// <param name="sysRoot">Linux: mount point of sysfs.</param>
    /// <param name="devRoot">Linux: folder of the device nodes.</param>
    /// <param name="cancellationToken">Ends the wait for a program of the operating system; used on macOS only.</param>
    /// <remarks>On Linux the result has no aliases and holders, which need a search.</remarks>
    public static async ValueTask<SerialPortInfo?> DescribeAsync(string path, string sysRoot = "/sys", string devRoot = "/dev",
        CancellationToken cancellationToken = default) =>
        OperatingSystem.IsMacOS() ? MacPorts.Named(Resolve(path), await MacPorts.FindAsync(cancellationToken).ConfigureAwait(false))
        : OperatingSystem.IsLinux() ? LinuxPorts.Describe(Resolve(path), sysRoot, devRoot)
        : OperatingSystem.IsWindows()
            ? WindowsPorts.Find(new SystemRegistry()).FirstOrDefault(port => port.Path.Equals(path, StringComparison.OrdinalIgnoreCase))
        : null;

    /// <summary>The target of a symbolic link, or the path itself.</summary>
    internal static string Resolve(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }

    /// <summary>Orders ports by number: ttyACM2 before ttyACM10.</summary>
    internal static IReadOnlyList<SerialPortInfo> InOrder(IEnumerable<SerialPortInfo> ports) =>
        [.. ports.OrderBy(port => WithoutNumber(port.Path), StringComparer.Ordinal).ThenBy(port => NumberAtEnd(port.Path))];

    private static string WithoutNumber(string path) => path.TrimEnd("0123456789".ToCharArray());

    private static uint NumberAtEnd(string path) => uint.TryParse(path.AsSpan(WithoutNumber(path).Length), out uint number) ? number : 0;
}
