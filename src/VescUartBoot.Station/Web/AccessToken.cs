using System.Security.Cryptography;
using System.Text;

namespace VescUartBoot.Station.Web;

/// <summary>The token that everything needs which changes something. A new one is made at each start.</summary>
internal sealed class AccessToken
{
    private const string Scheme = "Bearer ";
    private const int Bytes = 24;

    /// <summary>The token.</summary>
    public string Value { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Whether a header <c>Authorization</c> holds it. The time of the comparison does not depend on the content.</summary>
    public bool IsIn(string? header) => header is not null && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[Scheme.Length..]), Encoding.UTF8.GetBytes(Value));
}
