using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Station.Recipes;

/// <summary>The names of an enumeration in camel case, and no numbers.</summary>
internal sealed class CamelCaseConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
