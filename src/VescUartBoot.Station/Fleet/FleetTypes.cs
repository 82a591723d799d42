using System.Text.Json;
using System.Text.Json.Serialization;

using VescUartBoot.Station.Recipes;

namespace VescUartBoot.Station.Fleet;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(CamelCaseConverter<DayOfWeek>), typeof(CamelCaseConverter<RolloutPhase>), typeof(CamelCaseConverter<StepState>)],
    AllowDuplicateProperties = false,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(BoardStep))]
[JsonSerializable(typeof(FleetBoard))]
[JsonSerializable(typeof(LeaseHolder))]
[JsonSerializable(typeof(RolloutDocument))]
[JsonSerializable(typeof(RolloutProgress))]
[JsonSerializable(typeof(RolloutState))]
[JsonSerializable(typeof(SignedDocument))]
[JsonSerializable(typeof(StationReport))]
[JsonSerializable(typeof(VersionHistory))]
internal sealed partial class FleetTypes : JsonSerializerContext;
