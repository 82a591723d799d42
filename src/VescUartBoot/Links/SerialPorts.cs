using VescUartBoot.Interop;

namespace VescUartBoot.Links;

/// <summary>Finds serial ports and what the system knows of them, without opening any.</summary>
public static class SerialPorts
{
    /// <summary>The serial ports of this machine, in the order of their names. Empty on systems other than Linux, Windows and
    /// macOS.</summary>
    /// <param name="sysRoot">Linux: where sysfs is mounted.</param>
    /// <param name="devRoot">Linux: where the device nodes are.</param>
    /// <param name="procRoot">Linux: where the process table is mounted.</param>
    /// <param name="cancellationToken">Ends a wait for a program of the system, which only macOS needs.</param>
    public static async ValueTask<IReadOnlyList<SerialPortInfo>> FindAsync(string sysRoot = "/sys", string devRoot = "/dev",
        string procRoot = "/proc", CancellationToken cancellationToken = default) =>
        OperatingSystem.IsWindows() ? WindowsPorts.Find(new SystemRegistry())
        : OperatingSystem.IsMacOS() ? await MacPorts.FindAsync(cancellationToken).ConfigureAwait(false)
        : OperatingSystem.IsLinux() ? LinuxPorts.Find(sysRoot, devRoot, procRoot)
        : [];

    /// <summary>What the system knows of one port, or <see langword="null"/> if it knows no device behind it (a pseudo-terminal).</summary>
    /// <param name="path">The device node, or a symbolic link to it; <c>COM5</c> on Windows.</param>
    /// <param name="sysRoot">Linux: where sysfs is mounted.</param>
    /// <param name="devRoot">Linux: where the device nodes are.</param>
    /// <param name="cancellationToken">Ends a wait for a program of the system, which only macOS needs.</param>
    /// <remarks>On Linux aliases and holders are left out: those need a search.</remarks>
    public static async ValueTask<SerialPortInfo?> DescribeAsync(string path, string sysRoot = "/sys", string devRoot = "/dev",
        CancellationToken cancellationToken = default) =>
        OperatingSystem.IsMacOS() ? MacPorts.Named(Resolve(path), await MacPorts.FindAsync(cancellationToken).ConfigureAwait(false))
        : OperatingSystem.IsLinux() ? LinuxPorts.Describe(Resolve(path), sysRoot, devRoot)
        : OperatingSystem.IsWindows()
            ? WindowsPorts.Find(new SystemRegistry()).FirstOrDefault(port => port.Path.Equals(path, StringComparison.OrdinalIgnoreCase))
        : null;

    /// <summary>The node that a symbolic link leads to, or the path itself.</summary>
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

    /// <summary>In the order in which people count: ttyACM2 before ttyACM10.</summary>
    internal static IReadOnlyList<SerialPortInfo> InOrder(IEnumerable<SerialPortInfo> ports) =>
        [.. ports.OrderBy(port => WithoutNumber(port.Path), StringComparer.Ordinal).ThenBy(port => NumberAtEnd(port.Path))];

    private static string WithoutNumber(string path) => path.TrimEnd("0123456789".ToCharArray());

    private static uint NumberAtEnd(string path) => uint.TryParse(path.AsSpan(WithoutNumber(path).Length), out uint number) ? number : 0;
}
