using System.CommandLine;

using VescUartBoot.Catalog;
using VescUartBoot.Hosting.Store;
using VescUartBoot.Station.Recipes;

namespace VescUartBoot.Station.Arguments;

/// <summary><c>vescboot-station recipe</c>: reads a recipe without a board.</summary>
internal static class RecipeCommand
{
    /// <summary>The command.</summary>
    public static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "The recipe" };
        var check = new Command("check", "Check a recipe and everything that it names, and say what it does") { file };
        check.SetAction((parsed, _) => StationErrors.GuardAsync(async () =>
        {
            var loaded = RecipeFile.Load(parsed.GetValue(file)!, new ImageStore(StoreLocation.Find()));
            await Console.Out.WriteAsync(RecipeText.Explain(loaded)).ConfigureAwait(false);
        }));
        return new Command("recipe", "Recipes") { check };
    }
}
