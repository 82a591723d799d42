using VescUartBoot.Station.Records;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Web;

/// <summary>The whole bench as the page shows it.</summary>
/// <param name="Station">Name of the station.</param>
/// <param name="Recipe">Name of the recipe; <see langword="null"/>: boards are only looked at.</param>
/// <param name="Lot">The lot that was entered.</param>
/// <param name="LotLabel">Name of the field for it; <see langword="null"/>: none is entered.</param>
/// <param name="Operator">Who works there.</param>
/// <param name="Boards">The tiles.</param>
/// <param name="Outbox">Jobs that wait for the shared records; <see langword="null"/>: there are none.</param>
internal sealed record BenchView(
    string Station, string? Recipe, string? Lot, string? LotLabel, string? Operator, IReadOnlyList<Tile> Boards,
    OutboxState? Outbox)
{
    /// <summary>The bench now.</summary>
    public static BenchView Of(Workbench bench, RecordBook book) => new(
        bench.Options.Station, bench.Options.Recipe?.Recipe.Name, bench.Lot, bench.Options.Recipe?.Recipe.Lot?.Label, bench.Operator,
        bench.Tiles(), book.Outbox);
}
