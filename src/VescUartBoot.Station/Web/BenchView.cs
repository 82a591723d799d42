using VescUartBoot.Station.Records;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Web;

/// <summary>The whole bench as the page shows it.</summary>
/// <param name="Station">Name of the station.</param>
/// <param name="Recipe">Name of the recipe; <see langword="null"/>: boards are only looked at.</param>
/// <param name="Lot">The lot that was entered.</param>
/// <param name="LotLabel">Name of the field for it; <see langword="null"/>: none is entered.</param>
/// <param name="Serial">The serial number that was entered for the next board.</param>
/// <param name="SerialLabel">Name of the field for it; <see langword="null"/>: none is entered.</param>
/// <param name="Operator">Who works there.</param>
/// <param name="Boards">The tiles.</param>
/// <param name="Outbox">Jobs that wait for the shared records; <see langword="null"/>: there are none.</param>
internal sealed record BenchView(
    string Station, string? Recipe, string? Lot, string? LotLabel, string? Serial, string? SerialLabel, string? Operator,
    IReadOnlyList<Tile> Boards, OutboxState? Outbox)
{
    /// <summary>The bench now.</summary>
    public static BenchView Of(Workbench bench, RecordBook book)
    {
        var recipe = bench.Options.Recipe?.Recipe;
        return new BenchView(bench.Options.Station, recipe?.Name, bench.Lot, recipe?.Lot is null ? null : recipe.LotLabel,
            bench.Serial, recipe?.Serial is null ? null : recipe.SerialLabel, bench.Operator, bench.Tiles(), book.Outbox);
    }
}
