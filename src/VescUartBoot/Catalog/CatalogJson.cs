using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Catalog;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BootloaderCatalog))]
[JsonSerializable(typeof(FirmwareCatalog))]
[JsonSerializable(typeof(FirmwareFingerprints))]
[JsonSerializable(typeof(HardwareNames))]
internal sealed partial class CatalogJson : JsonSerializerContext;
