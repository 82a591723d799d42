using System.Text.Json;
using System.Text.Json.Serialization;
using VescUartBoot.Boards;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs;

/// <summary>Kinds by their names in camel case, and no numbers.</summary>
internal sealed class BackupPartKindConverter() : JsonStringEnumConverter<BackupPartKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
