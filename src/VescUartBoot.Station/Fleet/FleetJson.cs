using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace VescUartBoot.Station.Fleet;

/// <summary>How the fleet reads and writes JSON.</summary>
internal static class FleetJson
{
    // Stations of several versions share the server: what a later one adds is left out.
    private static readonly JsonSerializerOptions _shared = new(FleetTypes.Default.Options)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    };

    /// <summary>A value for the server.</summary>
    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, TypeOf<T>(_shared));

    /// <summary>A value of the server; <see langword="null"/>: it is none of this kind.</summary>
    public static T? Read<T>(byte[]? value)
        where T : class
    {
        try
        {
            return value is null ? null : JsonSerializer.Deserialize(value, TypeOf<T>(_shared));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A document of a person; what it does not know is an error.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static T? ReadStrict<T>(ReadOnlySpan<byte> content) =>
        JsonSerializer.Deserialize(content, TypeOf<T>(FleetTypes.Default.Options));

    private static JsonTypeInfo<T> TypeOf<T>(JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
}
