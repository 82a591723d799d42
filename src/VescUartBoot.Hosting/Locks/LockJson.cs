using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Hosting.Locks;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(LockHolder))]
internal sealed partial class LockJson : JsonSerializerContext;
