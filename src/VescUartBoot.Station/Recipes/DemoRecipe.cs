namespace VescUartBoot.Station.Recipes;

/// <summary>The recipe of simulated boards, where none is given: every board gets the bootloader of the simulator.</summary>
internal static class DemoRecipe
{
    /// <summary>The recipe.</summary>
    public static LoadedRecipe Loaded { get; } = new(
        new Recipe
        {
            Schema = Recipe.CurrentSchema,
            Name = "simulated boards",
            AllowReadback = true,
            Boards = [new BoardRule { Hardware = ["*"] }],
        },
        null,
        new Dictionary<string, RecipeImage>());
}
