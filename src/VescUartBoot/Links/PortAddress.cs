using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace VescUartBoot.Links;

/// <summary>Address of a board as the user writes it: <c>/dev/ttyACM0</c>, <c>COM5</c>, <c>tcp://HOST:PORT</c>, <c>sim://…</c>.</summary>
internal abstract partial record PortAddress
{
    private const string Forms = "a port is /dev/ttyACM0, COM5, tcp://HOST:PORT or sim://";
    private const string TcpScheme = "tcp://";
    private const string SimulatedScheme = "sim://";

    private PortAddress(string text) => Text = text;

    /// <summary>The address in its normalised spelling.</summary>
    public string Text { get; }

    /// <summary>Parses an address.</summary>
    /// <exception cref="FormatException">The text has none of the forms; the message gives the reason.</exception>
    public static PortAddress Parse(string text) =>
        TryParse(text, out var address, out string? problem) ? address : throw new FormatException(problem);

    /// <summary>Parses an address, or returns the problem in one sentence.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PortAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        problem = null;
        string typed = text?.Trim() ?? "";
        if (typed.StartsWith(SimulatedScheme, StringComparison.OrdinalIgnoreCase))
        {
            address = new Simulated(SimulatedScheme + typed[SimulatedScheme.Length..]);
        }
        else if (typed.StartsWith(TcpScheme, StringComparison.OrdinalIgnoreCase))
        {
            address = ReadTcp(typed[TcpScheme.Length..].TrimEnd('/'), out problem);
        }
        else if (typed.Contains("://", StringComparison.Ordinal))
        {
            problem = $"'{typed}' has a scheme that is not known; {Forms}.";
        }
        else if (typed.Contains('\0', StringComparison.Ordinal))
        {
            problem = "The name of a port has no zero byte.";
        }
        else if (WindowsName().Match(typed) is { Success: true } windows)
        {
            address = new Serial("COM" + windows.Groups["number"].Value);
        }
        else if (typed.Contains('/', StringComparison.Ordinal) && !typed.EndsWith('/'))
        {
            address = new Serial(typed);
        }
        else if (BareUnixName().IsMatch(typed))
        {
            address = new Serial("/dev/" + typed);
        }
        else
        {
            problem = typed.Length == 0 ? $"No port was named; {Forms}." : $"'{typed}' is not a port; {Forms}.";
        }

        return address is not null;
    }

    /// <summary>Creates the source that opens this address.</summary>
    /// <param name="baudRate">Baud rate of a serial port. Default 115200.</param>
    /// <param name="portKind">Implementation of a serial port; <see langword="null"/> for
    /// <see cref="SerialPortSource.DefaultPortKind"/>.</param>
    /// <exception cref="NotSupportedException">The address is a simulated board, which only the simulator opens.</exception>
    public ILinkSource ToSource(int baudRate = SerialPortLink.DefaultBaudRate, SerialPortKind? portKind = null) => this switch
    {
        Serial serial => new SerialPortSource(serial.Path, baudRate) { PortKind = portKind ?? SerialPortSource.DefaultPortKind },
        Tcp tcp => new TcpSource(tcp.Host, tcp.Port),
        _ => throw new NotSupportedException($"{Text} is opened by the simulator."),
    };

    /// <inheritdoc/>
    public sealed override string ToString() => Text;

    private static Tcp? ReadTcp(string rest, out string? problem)
    {
        const string Example = "such as tcp://192.168.4.1:65102";
        int colon = rest.LastIndexOf(':');
        bool bracketed = rest.StartsWith('[');
        problem = null;
        if (colon < 0 || (bracketed && colon < rest.IndexOf(']', StringComparison.Ordinal)))
        {
            problem = $"'{TcpScheme}{rest}' names no port number, {Example}.";
            return null;
        }

        string host = rest[..colon];
        if (!bracketed && host.Contains(':', StringComparison.Ordinal))
        {
            problem = $"'{TcpScheme}{rest}' has an IPv6 address without brackets, which tcp://[::1]:65102 has.";
        }
        else if (bracketed)
        {
            host = host.EndsWith(']') ? host[1..^1] : "";
        }

        if (problem is null && Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            problem = $"'{TcpScheme}{rest}' has no valid host name, {Example}.";
        }

        if (!ushort.TryParse(rest.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) || port == 0)
        {
            problem ??= $"'{TcpScheme}{rest}' has no port number from 1 to 65535, {Example}.";
        }

        return problem is null ? new Tcp(host, port) : null;
    }

    [GeneratedRegex(@"^(?:\\\\\.\\)?COM(?<number>[1-9][0-9]{0,3})$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex WindowsName();

    [GeneratedRegex(@"^(?:tty|cu\.|rfcomm)[A-Za-z0-9._-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex BareUnixName();

    /// <summary>A serial port of this machine.</summary>
    /// <param name="Path">A device node, or <c>COM5</c>.</param>
    public sealed record Serial(string Path) : PortAddress(Path);

    /// <summary>A TCP bridge to a board, or a simulated board.</summary>
    /// <param name="Host">Host name or address; IPv6 without brackets.</param>
    /// <param name="Port">TCP port, 1 to 65535.</param>
    public sealed record Tcp(string Host, int Port) : PortAddress(
        Host.Contains(':', StringComparison.Ordinal) ? $"{TcpScheme}[{Host}]:{Port}" : $"{TcpScheme}{Host}:{Port}");

    /// <summary>A simulated board inside this process. The simulator parses the part after <c>sim://</c>.</summary>
    /// <param name="Address">The complete address, with the scheme.</param>
    public sealed record Simulated(string Address) : PortAddress(Address);
}
