using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Station.Fleet;

/// <summary>How the fleet reads and writes JSON.</summary>
internal static class FleetJson
{
    private static readonly JsonSerializerOptions _strict = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    // Stations of several versions share the server: what a later one adds is left out.
    private static readonly JsonSerializerOptions _shared = new(_strict)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    };

    /// <summary>A value for the server.</summary>
    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, _shared);

    /// <summary>A value of the server; <see langword="null"/>: it is none of this kind.</summary>
    public static T? Read<T>(byte[]? value)
        where T : class
    {
        try
        {
            return value is null ? null : JsonSerializer.Deserialize<T>(value, _shared);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A document of a person; what it does not know is an error.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static T? ReadStrict<T>(ReadOnlySpan<byte> content) => JsonSerializer.Deserialize<T>(content, _strict);
}
