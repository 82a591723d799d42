using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Recovery;

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(ChangeKindConverter)],
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalPage))]
internal sealed partial class JournalJson : JsonSerializerContext;
