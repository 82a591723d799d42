using System.Text.Json;

using Json.Schema;

using VescUartBoot.Catalog;
using VescUartBoot.Station.Recipes;

namespace VescUartBoot.Station.Tests;

public sealed class RecipeTests : IDisposable
{
    private const string Sound = """
        {
          "schema": 1, "name": "Batch 7", "allowReadback": true,
          "lot": { "label": "Lot", "mask": "AA-9999", "required": true },
          "boards": [ { "hardware": ["60_MK6", "75*"], "bootloader": "auto", "minVoltage": 8 }, { "hardware": ["410"], "bootloader": "keep" } ],
          "refuse": [ { "hardware": ["48"], "reason": "another gate driver" } ]
        }
        """;

    private static readonly JsonSchema _schema = JsonSchema.FromText(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schemas", "recipe.json")));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("recipe-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_sound_recipe_is_read_and_explained()
    {
        var loaded = Load(Sound);
        Assert.True(IsValid(Sound));
        Assert.Equal("auto", loaded.Recipe.RuleOf("75_300")!.Bootloader);
        Assert.Null(loaded.Recipe.RefusalOf("60_mk6"));
        Assert.Equal("another gate driver", loaded.Recipe.RefusalOf("48"));
        Assert.Equal("the recipe Batch 7 has no rule for 100_250", loaded.Recipe.RefusalOf("100_250"));
        Assert.Equal(
            """
            Recipe Batch 7
              60_MK6, 75*: the bootloader of the catalogue that fits; other content of the sector stays and needs a person; at least 8 V
              410: the bootloader is checked and stays as it is
              48: refused, another gate driver
              other hardware: refused
              flash: opened for reading where that takes 8 zero bytes in an empty sector, which are erased again
              images: from the store
              Lot: required, in the shape AA-9999

            """,
            RecipeText.Explain(loaded),
            ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData("\"schema\": 1", "\"schema\": 2")]
    [InlineData("\"name\": \"Batch 7\"", "\"name\": \"\"")]
    [InlineData("\"allowReadback\"", "\"allowReedback\"")]
    [InlineData("\"minVoltage\": 8", "\"minVoltage\": 800")]
    [InlineData("\"minVoltage\": 8", "\"minVoltage\": \"8\"")]
    [InlineData("[\"410\"]", "[]")]
    [InlineData(", \"reason\": \"another gate driver\"", "")]
    [InlineData("\"allowReadback\": true", "\"allowReadback\": null")]
    public void A_recipe_that_the_schema_refuses_is_refused_too(string sound, string wrong)
    {
        string text = Sound.Replace(sound, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Sound, text);
        Assert.False(IsValid(text));
        Assert.Throws<RecipeRejectedException>(() => Load(text));
    }

    [Fact]
    public void Hardware_in_two_rules_is_refused() =>
        Assert.Contains("two rules", Rejection(Sound.Replace("[\"410\"]", "[\"60_mk6\"]", StringComparison.Ordinal)),
            StringComparison.Ordinal);

    [Fact]
    public void An_image_that_is_not_approved_is_refused_before_a_board_is_touched()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "approved"), new string('a', 64) + "  other.bin\n");
        string text = Sound.Replace("\"allowReadback\"", "\"lock\": \"approved\", \"allowReadback\"", StringComparison.Ordinal)
            .Replace("\"auto\"", "\"demo/simulated\"", StringComparison.Ordinal);
        Assert.Contains("[imageNotApproved]", Rejection(text), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bootloader_that_is_not_known_is_refused_before_a_board_is_touched() =>
        Assert.Contains("vesc/none", Rejection(Sound.Replace("\"auto\"", "\"vesc/none\"", StringComparison.Ordinal)),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("AB-1234", true)]
    [InlineData("AB-123", false)]
    [InlineData("A1-1234", false)]
    [InlineData("AB-12345", false)]
    public void A_lot_has_the_shape_of_its_mask(string lot, bool fits) => Assert.Equal(fits, new LotEntry { Mask = "AA-9999" }.Takes(lot));

    [Fact]
    public void A_mask_may_leave_the_end_open() =>
        Assert.Equal([true, true, false], new[] { "SN1", "SN1-x", "SX1" }.Select(new LotEntry { Mask = "SN9*" }.Takes));

    private static bool IsValid(string text)
    {
        using var json = JsonDocument.Parse(text);
        return _schema.Evaluate(json.RootElement).IsValid;
    }

    private string Rejection(string text) => Assert.Throws<RecipeRejectedException>(() => Load(text)).Message;

    private LoadedRecipe Load(string text)
    {
        string path = Path.Combine(_folder.FullName, "recipe.json");
        File.WriteAllText(path, text);
        return RecipeFile.Load(path, new ImageStore(Path.Combine(_folder.FullName, "store")));
    }
}
