using System.Text.Json;
using System.Text.Json.Serialization;

using VescUartBoot.Jobs.Common;
using VescUartBoot.Station.Fleet;
using VescUartBoot.Station.Recipes;
using VescUartBoot.Station.Records;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Web;

/// <summary>How the API writes JSON: camel case, words for numbers of a family, nothing for what is not known.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters =
    [
        typeof(CamelCaseConverter<JobPhase>), typeof(CamelCaseConverter<RolloutPhase>), typeof(CamelCaseConverter<StepState>),
        typeof(CamelCaseConverter<TileState>),
    ],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(BenchView))]
[JsonSerializable(typeof(Entry))]
[JsonSerializable(typeof(FleetView))]
[JsonSerializable(typeof(IReadOnlyList<StationRecord>))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(SerialEntry))]
internal sealed partial class StationJson : JsonSerializerContext;
