using VescUartBoot.Catalog;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Station.Recipes;

namespace VescUartBoot.Station.Tests;

/// <summary>A folder with a recipe and what it names: firmware 6.05 of the simulator, and settings.</summary>
internal sealed class RecipeBench : IDisposable
{
    public const string Firmware = "6.05";

    public const string Rule = """{ "hardware": ["60_MK6"], "firmware": "new.bin", "settings": ["motor.xml"] }""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("recipe-bench-");

    public RecipeBench()
    {
        Write("new.bin", Image);
        Write("motor.xml", "<MCConfiguration><l_current_max>55</l_current_max></MCConfiguration>"u8.ToArray());
        Write("app.xml", "<APPConfiguration><app_to_use>3</app_to_use></APPConfiguration>"u8.ToArray());
    }

    public static byte[] Image { get; } = SimulatedImage.Firmware(Firmware, "60_MK6");

    public void Write(string name, byte[] content) => File.WriteAllBytes(Path.Combine(_folder.FullName, name), content);

    /// <summary>Reads a recipe with one rule.</summary>
    public LoadedRecipe Load(string rule = Rule, string more = "") => LoadText(
        $$"""{ "schema": 1, "name": "batch", "allowReadback": true, {{more}} "boards": [ {{rule}} ] }""");

    public LoadedRecipe LoadText(string text)
    {
        string path = Path.Combine(_folder.FullName, "recipe.json");
        File.WriteAllText(path, text);
        return RecipeFile.Load(path, new ImageStore(Path.Combine(_folder.FullName, "store")));
    }

    public static SimulatedBoardOptions Old(SimulatedBoardOptions options) => options with { Firmware = "6.02" };

    public void Dispose() => _folder.Delete(recursive: true);
}
