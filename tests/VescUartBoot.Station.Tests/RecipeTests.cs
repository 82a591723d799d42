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
          "serial": { "mask": "SN9999" },
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
              60_MK6, 75*: the bootloader of the catalogue that fits; other content of the sector stays and needs a person
                at least 8 V
              410: the bootloader is checked and stays as it is
              48: refused, another gate driver
              other hardware: refused
              flash: opened for reading where that takes 8 zero bytes in an empty sector, which are erased again
              images: from the store
              Lot: required, in the shape AA-9999
              Serial number: optional, in the shape SN9999; each belongs to one board

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

    [Theory]
    [InlineData("""{ "hardware": ["60_MK6"] }, { "hardware": ["60_mk6"] }""", "",
        "rule 2 of boards never holds for 60_mk6: 60_MK6 in rule 1")]
    [InlineData("""{ "hardware": ["60*"] }, { "hardware": ["60_MK6"] }""", "", "60* in rule 1 matches it; put the narrower rule first")]
    [InlineData("""{ "hardware": ["60_MK6"] }""", """, "refuse": [{ "hardware": ["60*"], "reason": "x" }]""",
        "rule 1 of boards never holds for 60_MK6: 60* in refuse")]
    [InlineData("""{ "hardware": ["60_MK6"], "bootloader": "keep", "replace": true }""", "", "bootloader keep and replace")]
    public void A_rule_that_can_never_hold_is_refused(string boards, string more, string says) => Assert.Contains(says,
        Rejection($$"""{ "schema": 1, "name": "x", "boards": [{{boards}}]{{more}} }"""), StringComparison.Ordinal);

    [Fact]
    public void A_narrow_rule_or_refusal_before_a_wide_rule_is_accepted() => Load(
        """
        { "schema": 1, "name": "x", "boards": [{ "hardware": ["60_MK6"] }, { "hardware": ["60*"] }],
          "refuse": [{ "hardware": ["60_MK5"], "reason": "x" }] }
        """);

    [Fact]
    public void A_folder_is_no_recipe() => Assert.EndsWith("is a folder: name the file of a recipe",
        Assert.Throws<RecipeRejectedException>(() => RecipeFile.Load(".", new ImageStore(_folder.FullName))).Message,
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
    [InlineData("""{ "hardware": ["60_MK6"], "firmware": "9.99" }""", "the catalogue has no version 9.99", "[imageUnknown]")]
    [InlineData("""{ "hardware": ["NO_SUCH"], "firmware": "6.05" }""", "has an image for NO_SUCH", "[imageUnknown]")]
    [InlineData("""{ "hardware": ["NO*"], "firmware": "9.99" }""", "the catalogue has no version 9.99", "[imageUnknown]")]
    [InlineData("""{ "hardware": ["60_MK6"], "firmware": "gone.bin" }""", "gone.bin: no such file", "[imageUnreadable]")]
    [InlineData("""{ "hardware": ["60_MK6"], "firmware": "motor.xml" }""", "motor.xml is", "[imageNotFirmware]")]
    [InlineData("""{ "hardware": ["75_300"], "firmware": "new.bin" }""", "new.bin is for 60_MK6, and the rule is for 75_300",
        "[imageHardware]")]
    [InlineData("""{ "hardware": ["60_MK6"], "settings": "gone.xml" }""", "settings gone.xml: ", "gone.xml")]
    [InlineData("""{ "hardware": ["60_MK6"], "settings": "new.bin" }""", "settings new.bin: ", "recipe.json")]
    [InlineData("""{ "hardware": ["60_MK6"], "settings": "odd.xml" }""", "settings odd.xml: ", "no firmware that is known")]
    [InlineData("""{ "hardware": ["60_MK6"], "settings": ["motor.xml", "motor2.xml"] }""", "two files of one rule", "motor2.xml")]
    [InlineData("""{ "hardware": ["60_MK6"], "settings": ["keep", "motor.xml"] }""", "settings keep or defaults beside files", "60_MK6")]
    [InlineData("""{ "hardware": ["60_MK6"], "settings": "defaults" }""", "settings defaults and no firmware", "60_MK6")]
    [InlineData("""{ "hardware": ["60_MK6"], "settings": 7 }""", "a text or a list of texts is expected", "line 1")]
    [InlineData("""{ "hardware": ["60_MK6"], "settings": [] }""", "empty settings", "60_MK6")]
    [InlineData("""{ "hardware": ["60_MK6"], "firmware": "" }""", "empty bootloader or firmware", "60_MK6")]
    [InlineData("""{ "hardware": ["60_MK6"], "allowDowngrade": true }""", "allowDowngrade and no firmware", "60_MK6")]
    [InlineData("""{ "hardware": ["60_MK6"], "accept": ["x"] }""", "accept and neither firmware nor a settings file", "60_MK6")]
    public void What_is_wrong_with_firmware_or_settings_is_one_sentence(string rule, string says, string and)
    {
        using var bench = new RecipeBench();
        bench.Write("motor2.xml", "<MCConfiguration><l_current_max>5</l_current_max></MCConfiguration>"u8.ToArray());
        bench.Write("odd.xml", "<MCConfiguration><no_such_name>5</no_such_name></MCConfiguration>"u8.ToArray());
        string message = Assert.Throws<RecipeRejectedException>(() => bench.Load(rule)).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.Contains(and, message, StringComparison.Ordinal);
        Assert.Single(message.Split('\n'));
    }

    [Theory]
    [InlineData("new.bin")]
    [InlineData("6.05")]
    public void Firmware_that_is_not_approved_is_refused_before_a_board_is_touched(string firmware)
    {
        using var bench = new RecipeBench();
        bench.Write("approved", System.Text.Encoding.UTF8.GetBytes(new string('a', 64) + "  other.bin\n"));
        string message = Assert.Throws<RecipeRejectedException>(() => bench.Load(
            $$"""{ "hardware": ["60_MK6"], "firmware": "{{firmware}}" }""", """ "lock": "approved", """)).Message;
        Assert.EndsWith("[imageNotApproved]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Firmware_and_settings_are_explained()
    {
        using var bench = new RecipeBench();
        string text = RecipeText.Explain(bench.LoadText(
            """
            { "schema": 1, "name": "batch", "boards": [
              { "hardware": ["410"], "firmware": "6.05" },
              { "hardware": ["75_300"], "firmware": "latest", "allowDowngrade": true, "settings": "defaults", "minVoltage": 12 },
              { "hardware": ["60_MK6"], "bootloader": "keep", "firmware": "new.bin", "settings": ["motor.xml", "app.xml"],
                "accept": ["app_to_use"] } ] }
            """));
        Assert.Matches(
            """
            Recipe batch
              410: the bootloader of the catalogue that fits; other content of the sector stays and needs a person
                firmware 6.05; a newer version stays and needs a person
                settings of the owner are carried over
                at least 8 V
              75_300: the bootloader of the catalogue that fits; other content of the sector stays and needs a person
                firmware latest; written over a newer version too
                settings are the defaults of the new firmware; those of before are saved
                at least 12 V
              60_MK6: the bootloader is checked and stays as it is
                firmware new.bin, SHA-256 [0-9a-f]{64}; the image does not contain its version, so it is written over a newer one too
                settings of motor.xml, SHA-256 [0-9a-f]{64}; those that it does not hold stay
                settings of app.xml, SHA-256 [0-9a-f]{64}; those that it does not hold stay
                settings without a sure equivalent: app_to_use take what is offered, all others need a person
                at least 8 V
            """,
            text);
    }

    [Theory]
    [InlineData("AB-1234", true)]
    [InlineData("AB-123", false)]
    [InlineData("A1-1234", false)]
    [InlineData("AB-12345", false)]
    public void A_lot_has_the_shape_of_its_mask(string lot, bool fits) =>
        Assert.Equal(fits, new ScannedEntry { Mask = "AA-9999" }.Takes(lot));

    [Fact]
    public void A_mask_may_leave_the_end_open() =>
        Assert.Equal([true, true, false], new[] { "SN1", "SN1-x", "SX1" }.Select(new ScannedEntry { Mask = "SN9*" }.Takes));

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
