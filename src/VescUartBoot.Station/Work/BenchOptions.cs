using VescUartBoot.Catalog;
using VescUartBoot.Hosting.State;
using VescUartBoot.Station.Recipes;

namespace VescUartBoot.Station.Work;

/// <summary>What a bench works with.</summary>
internal sealed record BenchOptions
{
    /// <summary>The state folder: journal, locks, history, saved sectors.</summary>
    public required StateFolder State { get; init; }

    /// <summary>The images.</summary>
    public required ImageStore Store { get; init; }

    /// <summary>The recipe; <see langword="null"/>: boards are looked at and nothing is written.</summary>
    public LoadedRecipe? Recipe { get; init; }

    /// <summary>Name of the station in each record. Default: the name of the machine.</summary>
    public string Station { get; init; } = Environment.MachineName;

    /// <summary>The most boards at once. Default 32, 1 to 64.</summary>
    public int MostBoards { get; init; } = 32;

    /// <summary>How often the ports are looked at. Default 500 ms.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Each job is also a line of the tool's history. Default true.</summary>
    public bool KeepsHistory { get; init; } = true;
}
