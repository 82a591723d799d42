using System.Net;

namespace VescUartBoot.Station.Web;

/// <summary>Where the page is served.</summary>
/// <param name="EndPoint">Address and port.</param>
internal sealed record ListenAddress(IPEndPoint EndPoint)
{
    /// <summary>Reads <c>ADDRESS:PORT</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ListenAddress Parse(string text) => IPEndPoint.TryParse(text, out var end) && text.Contains(':', StringComparison.Ordinal)
        ? new ListenAddress(end)
        : throw new FormatException($"--listen takes an address and a port, such as 127.0.0.1:8420, not '{text}'");

    /// <summary>Whether a browser may call the station by this name: its IP address, or <c>localhost</c> on this machine.</summary>
    public bool Allows(string host) => IPAddress.TryParse(host.Trim('[', ']'), out var named)
        ? IPAddress.IsLoopback(named) || !IPAddress.IsLoopback(EndPoint.Address)
        : string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (!IPAddress.IsLoopback(EndPoint.Address) && string.Equals(host, Dns.GetHostName(), StringComparison.OrdinalIgnoreCase));

    /// <summary>The address that the start prints.</summary>
    public string Url(int port)
    {
        var address = EndPoint.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : EndPoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : EndPoint.Address;
        return $"http://{new IPEndPoint(address, port)}/";
    }
}
