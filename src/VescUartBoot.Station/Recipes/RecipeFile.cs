using System.Text.Json;
using System.Text.Json.Serialization;

using VescUartBoot.Catalog;
using VescUartBoot.Images;

namespace VescUartBoot.Station.Recipes;

/// <summary>Reads a recipe, and everything that it names, before the first board is touched.</summary>
internal static class RecipeFile
{
    private const long MaxLength = 1 << 20;
    private const int MaxName = 80;

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        ReadCommentHandling = JsonCommentHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Reads a recipe.</summary>
    /// <param name="path">The file.</param>
    /// <param name="store">Where images are that it names by id or hash.</param>
    /// <exception cref="RecipeRejectedException">It is none.</exception>
    public static LoadedRecipe Load(string path, ImageStore store)
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
            var approved = recipe.Lock is { } list ? ApprovedImages.Load(Path.Combine(folder, list)) : null;
            var images = recipe.Boards.Select(r => r.Bootloader).Where(w => w is not (BoardRule.Auto or BoardRule.Keep)).Distinct()
                .ToDictionary(word => word, word => RecipeImage.Find(word, folder, store), StringComparer.Ordinal);
            foreach (var image in images.Values)
            {
                approved?.Require(image.Sha256, image.Name);
            }

            return new LoadedRecipe(recipe, approved, images);
        }
        catch (ImageRejectedException e)
        {
            throw new RecipeRejectedException($"{path}: {e.Message} [{e.Code}]", e);
        }
    }

    private static Recipe Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Length > MaxLength
                ? throw new RecipeRejectedException($"{path}: {file.Length} bytes, at most {MaxLength} are read")
                : JsonSerializer.Deserialize<Recipe>(File.ReadAllBytes(path), _json)
                    ?? throw new RecipeRejectedException($"{path}: the file holds null");
        }
        catch (JsonException e)
        {
            throw new RecipeRejectedException($"{path}: line {e.LineNumber + 1}: {e.Message.Split(" Path:")[0]}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecipeRejectedException($"{path} cannot be read: {e.Message}", e);
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
        _ when Shadowed(recipe) is { } name => $"hardware {name} is in two rules of boards; only the first would hold",
        { Lot.Mask: "" or { Length: > MaxName } } => $"lot.mask has 1 to {MaxName} characters",
        _ => null,
    };

    private static string? Shadowed(Recipe recipe) => recipe.Boards.SelectMany(b => b.Hardware)
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1)?.Key;
}
