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
            text.Append(CultureInfo.InvariantCulture, $"  {string.Join(", ", rule.Hardware)}: {Bootloader(rule, loaded)}\n");
            text.AppendJoin("", Details(rule, loaded).Select(line => $"    {line}\n"));
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
        text.Append(recipe.Lot is { } lot ? $"  {recipe.LotLabel}: {Entered(lot)}\n" : "");
        text.Append(recipe.Serial is { } serial ? $"  {recipe.SerialLabel}: {Entered(serial)}; each belongs to one board\n" : "");
        return text.ToString();
    }

    private static string Entered(ScannedEntry entry) =>
        (entry.Required ? "required" : "optional") + (entry.Mask is { } mask ? $", in the shape {mask}" : "");

    private static string Bootloader(BoardRule rule, LoadedRecipe loaded) => rule.Bootloader switch
    {
        BoardRule.Keep => "the bootloader is checked and stays as it is",
        BoardRule.Auto => $"the bootloader of the catalogue that fits{Replacing(rule)}",
        var word => $"bootloader {loaded.Images[word].Name}, SHA-256 {loaded.Images[word].Sha256}{Replacing(rule)}",
    };

    private static string Replacing(BoardRule rule) =>
        rule.Replace ? "; other content of the sector is saved and exchanged" : "; other content of the sector stays and needs a person";

    private static IEnumerable<string> Details(BoardRule rule, LoadedRecipe loaded)
    {
        if (rule.NamesFirmware)
        {
            var firmware = loaded.Firmware[rule.Firmware];
            yield return $"firmware {firmware.Name}{(firmware.Sha256 is { } hash ? $", SHA-256 {hash}" : "")}; "
                + (rule.AllowDowngrade ? "written over a newer version too"
                    : firmware.IsComparable ? "a newer version stays and needs a person"
                    : "the image does not contain its version, so it is written over a newer one too");
        }

        if (rule.SettingsFiles is { Count: > 0 } files)
        {
            foreach (var file in files.Select(f => loaded.Settings[f]))
            {
                yield return $"settings of {file.Name}, SHA-256 {file.Sha256}; those that it does not hold stay";
            }
        }
        else if (rule.NamesFirmware)
        {
            yield return rule.Settings is [BoardRule.Keep]
                ? "settings of the owner are carried over"
                : "settings are the defaults of the new firmware; those of before are saved";
        }

        if (rule.Accept.Count > 0)
        {
            yield return $"settings without a sure equivalent: {string.Join(", ", rule.Accept)} take what is offered, "
                + "all others need a person";
        }

        if (rule.MinVoltage is { } volts)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"at least {volts} V");
        }
        else if (rule.NamesFirmware)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"at least {BoardRule.VoltsForFirmware} V");
        }
    }
}
