using VescUartBoot.Boards;
using VescUartBoot.Station.Recipes;

namespace VescUartBoot.Station.Work;

/// <summary>Work on one board that comes from outside the bench.</summary>
/// <param name="Uuid">The board; another one at the same place is refused.</param>
/// <param name="Recipe">What is done, instead of the recipe of the bench.</param>
/// <param name="Person">Who ordered it, for the record.</param>
/// <param name="Refusal">Looks at the board as it answers now, before anything is sent that changes it: the reason to refuse it, or
/// <see langword="null"/>.</param>
internal sealed record JobOrder(string Uuid, LoadedRecipe Recipe, string Person, Func<BoardIdentity, string?> Refusal);
