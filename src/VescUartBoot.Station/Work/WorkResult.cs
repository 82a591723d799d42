using VescUartBoot.Hosting.Words;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Station.Recipes;

namespace VescUartBoot.Station.Work;

/// <summary>How the work on a board ended.</summary>
/// <param name="Steps">The results of the jobs that ran, in their order.</param>
/// <param name="Problem">Why the board is not as it should be; <see langword="null"/>: it is.</param>
internal sealed record WorkResult(IReadOnlyList<JobResult> Steps, SpokenError? Problem)
{
    /// <summary>No job ran.</summary>
    public static WorkResult None(SpokenError problem) => new([], problem);

    /// <summary>The settings that the board has now, with how many of them were changed.</summary>
    public IReadOnlyList<(RecipeSettings File, int Changed)> Settings { get; init; } = [];

    /// <summary>The firmware that was there already, compared byte for byte.</summary>
    public FirmwareImage? Running { get; init; }

    /// <summary>Sentences that say how the result is known.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];
}
