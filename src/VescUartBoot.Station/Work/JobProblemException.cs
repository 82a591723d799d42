using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Station.Work;

/// <summary>Ends a job with words from the table.</summary>
/// <param name="problem">The words.</param>
internal sealed class JobProblemException(SpokenError problem) : Exception(problem.Message)
{
    /// <summary>The words.</summary>
    public SpokenError Problem { get; } = problem;
}
