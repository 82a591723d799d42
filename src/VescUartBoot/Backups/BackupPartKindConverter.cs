using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Backups;

/// <summary>Kinds by their names in camel case, and no numbers.</summary>
internal sealed class BackupPartKindConverter()
    : JsonStringEnumConverter<BackupPartKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
