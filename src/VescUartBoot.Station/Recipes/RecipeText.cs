using System.Globalization;
using System.Text;

namespace VescUartBoot.Station.Recipes;

/// <summary>A recipe in sentences.</summary>
internal static class RecipeText
{
    /// <summary>What the recipe does.</summary>
    public static string Explain(LoadedRecipe loaded)
    {
        var recipe = loaded.Recipe;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Recipe {recipe.Name}\n");
        foreach (var rule in recipe.Boards)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {string.Join(", ", rule.Hardware)}: {Bootloader(rule, loaded)}{Supply(rule)}\n");
        }

        foreach (var refused in recipe.Refuse)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {string.Join(", ", refused.Hardware)}: refused, {refused.Reason}\n");
        }

        text.Append("  other hardware: refused\n");
        text.Append(recipe.AllowReadback
            ? "  flash: opened for reading where that takes 8 zero bytes in an empty sector, which are erased again\n"
            : "  flash: read only where that changes nothing\n");
        text.Append(recipe.AllowFetch ? "  images: from the store, else from their origin\n" : "  images: from the store\n");
        text.Append(recipe.Lock is { } list ? $"  images: only those of {list}\n" : "");
        text.Append(recipe.Lot is { } lot ? $"  {lot.Label}: {(lot.Required ? "required" : "optional")}"
            + $"{(lot.Mask is { } mask ? $", in the shape {mask}" : "")}\n" : "");
        return text.ToString();
    }

    private static string Bootloader(BoardRule rule, LoadedRecipe loaded) => rule.Bootloader switch
    {
        BoardRule.Keep => "the bootloader is checked and stays as it is",
        BoardRule.Auto => $"the bootloader of the catalogue that fits{Replacing(rule)}",
        var word => $"bootloader {loaded.Images[word].Name}, SHA-256 {loaded.Images[word].Sha256}{Replacing(rule)}",
    };

    private static string Replacing(BoardRule rule) =>
        rule.Replace ? "; other content of the sector is saved and exchanged" : "; other content of the sector stays and needs a person";

    private static string Supply(BoardRule rule) =>
        rule.MinVoltage is { } volts ? string.Create(CultureInfo.InvariantCulture, $"; at least {volts} V") : "";
}
