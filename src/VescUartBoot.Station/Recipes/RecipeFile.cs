using System.Text.Json;
using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.IO;

namespace VescUartBoot.Station.Recipes;

/// <summary>Reads a recipe, and everything that it names, before the first board is touched.</summary>
internal static class RecipeFile
{
    private const long MaxLength = 1 << 20;
    private const int MaxName = 80;

    /// <summary>Reads a recipe.</summary>
    /// <param name="path">The file.</param>
    /// <param name="store">Where images are that it names by id or hash.</param>
    /// <param name="only">The only images that may be written; <see langword="null"/>: those of the recipe's own list.</param>
    /// <exception cref="RecipeRejectedException">It is none.</exception>
    public static LoadedRecipe Load(string path, ImageStore store, ApprovedImages? only = null)
    {
        string full = Path.GetFullPath(path);
        var recipe = Read(full);
        if (WrongWith(recipe) is { } wrong)
        {
            throw new RecipeRejectedException($"{path}: {wrong}");
        }

        try
        {
            string folder = Path.GetDirectoryName(full)!;
            var approved = only ?? (recipe.Lock is { } list ? ApprovedImages.Load(Path.Combine(folder, list)) : null);
            var images = recipe.Boards.Select(r => r.Bootloader).Where(w => w is not (BoardRule.Auto or BoardRule.Keep)).Distinct()
                .ToDictionary(word => word, word => RecipeImage.Find(word, folder, store), StringComparer.Ordinal);
            foreach (var image in images.Values)
            {
                approved?.Require(image.Sha256, image.Name);
            }

            return new LoadedRecipe(recipe, approved, images)
            {
                Firmware = FindFirmware(recipe, folder, store, approved),
                Settings = LoadSettings(recipe, folder),
            };
        }
        catch (ImageRejectedException e)
        {
            throw new RecipeRejectedException($"{path}: {e.Message} [{e.Code}]", e);
        }
        catch (RecipeRejectedException e)
        {
            throw new RecipeRejectedException($"{path}: {e.Message}", e);
        }
    }

    // Each rule is checked against its own hardware, also where two name the same image.
    private static Dictionary<string, RecipeFirmware> FindFirmware(Recipe recipe, string folder, ImageStore store,
        ApprovedImages? approved)
    {
        var found = new Dictionary<string, RecipeFirmware>(StringComparer.Ordinal);
        foreach (var rule in recipe.Boards.Where(b => b.NamesFirmware))
        {
            found[rule.Firmware] = RecipeFirmware.Find(rule, folder, store, approved);
        }

        return found;
    }

    private static Dictionary<string, RecipeSettings> LoadSettings(Recipe recipe, string folder)
    {
        var loaded = recipe.Boards.SelectMany(b => b.SettingsFiles).Distinct()
            .ToDictionary(word => word, word => RecipeSettings.Load(word, folder), StringComparer.Ordinal);
        return recipe.Boards.Select(b => b.SettingsFiles).FirstOrDefault(files => files.GroupBy(f => loaded[f].Content.Kind)
            .Any(g => g.Count() > 1)) is { } twice
            ? throw new RecipeRejectedException($"settings {string.Join(", ", twice)}: two files of one rule are of the same configuration")
            : loaded;
    }

    private static Recipe Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return Directory.Exists(path) ? throw new RecipeRejectedException($"{path} is a folder: name the file of a recipe")
                : file.Length > MaxLength
                ? throw new RecipeRejectedException($"{path}: {file.Length} bytes, at most {MaxLength} are read")
                : JsonSerializer.Deserialize(JsonWords.TextOf(File.ReadAllBytes(path)), RecipeJson.Default.Recipe)
                    ?? throw new RecipeRejectedException($"{path}: the file holds null");
        }
        catch (JsonException e)
        {
            throw new RecipeRejectedException($"{path}: {JsonWords.Of(e, RecipeJson.Default.Recipe)}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecipeRejectedException($"{path} cannot be read: {IOErrorText.Of(e)}", e);
        }
    }

    private static string? WrongWith(Recipe recipe) => recipe switch
    {
        { Schema: not Recipe.CurrentSchema } => $"schema {recipe.Schema}, this version reads {Recipe.CurrentSchema}",
        { Name: "" or { Length: > MaxName } } => $"name has 1 to {MaxName} characters",
        _ when recipe.Name.Any(char.IsControl) => "name holds a control character",
        { Boards.Count: 0 } => "boards is empty, so every board would be refused",
        _ when recipe.Boards.Any(b => b is null || b.Hardware.Count == 0 || b.Hardware.Any(string.IsNullOrEmpty))
            => "each rule of boards has at least one hardware name",
        _ when recipe.Boards.Any(b => b.MinVoltage is < 0 or > 100) => "minVoltage is 0 to 100",
        _ when recipe.Boards.FirstOrDefault(b => b.Bootloader.Length == 0 || b.Firmware.Length == 0) is { } empty
            => $"the rule for {empty.Hardware[0]} has an empty bootloader or firmware; keep leaves it as it is",
        _ when recipe.Boards.FirstOrDefault(b => b.Settings.Count == 0 || b.Settings.Any(string.IsNullOrEmpty)) is { } none
            => $"the rule for {none.Hardware[0]} has empty settings; keep leaves them as they are",
        _ when recipe.Boards.FirstOrDefault(b => b.Settings.Count > 1 && b.Settings.Any(s => s is BoardRule.Keep or BoardRule.Defaults))
            is { } mixed => $"the rule for {mixed.Hardware[0]} has settings keep or defaults beside files",
        _ when recipe.Boards.FirstOrDefault(b => b.Settings is [BoardRule.Defaults] && !b.NamesFirmware) is { } without
            => $"the rule for {without.Hardware[0]} has settings defaults and no firmware: only new firmware brings defaults",
        _ when recipe.Boards.FirstOrDefault(b => b.AllowDowngrade && !b.NamesFirmware) is { } without
            => $"the rule for {without.Hardware[0]} has allowDowngrade and no firmware",
        _ when recipe.Boards.FirstOrDefault(b => b.Accept.Any(string.IsNullOrEmpty) || (b.Accept.Count > 0 && !b.NamesFirmware
            && b.SettingsFiles.Count == 0)) is { } accepting
            => $"the rule for {accepting.Hardware[0]} has accept and neither firmware nor a settings file",
        _ when recipe.Boards.FirstOrDefault(b => b is { Bootloader: BoardRule.Keep, Replace: true }) is { } both
            => $"the rule for {both.Hardware[0]} has bootloader keep and replace: keep never exchanges it",
        _ when NeverHolds(recipe) is { } why => why,
        { Lot.Mask: "" or { Length: > MaxName } } => $"lot.mask has 1 to {MaxName} characters",
        { Serial.Mask: "" or { Length: > MaxName } } => $"serial.mask has 1 to {MaxName} characters",
        _ => null,
    };

    // What refuse names is refused before any rule is read, and the first rule that matches holds.
    private static string? NeverHolds(Recipe recipe)
    {
        List<(string Name, string Place)> before =
            [.. recipe.Refuse.SelectMany(r => r.Hardware).Where(name => name.Length > 0).Select(name => (name, "refuse"))];
        foreach (var (index, rule) in recipe.Boards.Index())
        {
            foreach (string name in rule.Hardware)
            {
                if (before.FirstOrDefault(b => BoardRule.Covers(b.Name, name)) is { Name: { } first } cover)
                {
                    string way = cover.Place == "refuse" ? "it is refused first"
                        : first.EndsWith('*') ? "put the narrower rule first"
                        : "a name stands in one rule";
                    return $"rule {index + 1} of boards never holds for {name}: {first} in {cover.Place} matches it; {way}";
                }

                before.Add((name, $"rule {index + 1}"));
            }
        }

        return null;
    }
}
