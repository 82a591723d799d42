using VescUartBoot.Hosting.Locks;
using VescUartBoot.Hosting.Words;
using VescUartBoot.IO;

namespace VescUartBoot.Station.Work;

/// <summary>The locks of the ports and boards of the jobs that run, shared with the tool.</summary>
/// <param name="locks">The locks of this user.</param>
internal sealed class BenchLocks(BoardLocks locks)
{
    /// <summary>Takes a port or a board.</summary>
    /// <param name="name">Name of the lock.</param>
    /// <param name="port">Name of the port.</param>
    /// <param name="code">Code of the error.</param>
    /// <exception cref="JobProblemException">Another program has it, or nothing can be written there.</exception>
    public IDisposable Take(string name, string port, string code)
    {
        try
        {
            return locks.TryTake(name, LockHolder.Me("station", port, TimeProvider.System), out var holder)
                ?? throw new JobProblemException(SpokenError.OfTable(code, $"{port} is in use by {holder}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JobProblemException(SpokenError.OfTable("stateUnusable",
                $"the state folder cannot be used: {IOErrorText.OfWriting(e)}"));
        }
    }
}
