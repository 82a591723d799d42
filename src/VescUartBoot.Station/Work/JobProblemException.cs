namespace VescUartBoot.Station.Work;

/// <summary>Ends a job with words of its own.</summary>
/// <param name="problem">The words.</param>
internal sealed class JobProblemException(JobProblem problem) : Exception(problem.Message)
{
    /// <summary>The words.</summary>
    public JobProblem Problem { get; } = problem;
}
