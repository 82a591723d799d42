using VescUartBoot.Catalog;

namespace VescUartBoot.Station.Recipes;

/// <summary>A recipe with everything that it names.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Approved">The only images that may be written; <see langword="null"/>: all.</param>
/// <param name="Images">The bootloaders that its rules name, by the word of the rule.</param>
internal sealed record LoadedRecipe(Recipe Recipe, ApprovedImages? Approved, IReadOnlyDictionary<string, RecipeImage> Images);
