using VescUartBoot.Catalog;

namespace VescUartBoot.Station.Recipes;

/// <summary>A recipe with everything that it names.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Approved">The only images that may be written; <see langword="null"/>: all.</param>
/// <param name="Images">The bootloaders that its rules name, by the word of the rule.</param>
internal sealed record LoadedRecipe(Recipe Recipe, ApprovedImages? Approved, IReadOnlyDictionary<string, RecipeImage> Images)
{
    /// <summary>The firmware that its rules name, by the word of the rule.</summary>
    public IReadOnlyDictionary<string, RecipeFirmware> Firmware { get; init; } = new Dictionary<string, RecipeFirmware>();

    /// <summary>The settings that its rules name, by the word of the rule.</summary>
    public IReadOnlyDictionary<string, RecipeSettings> Settings { get; init; } = new Dictionary<string, RecipeSettings>();
}
