using VescUartBoot.Chip;
using VescUartBoot.Hosting.State;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Recovery;

namespace VescUartBoot.Station.Work;

/// <summary>What a job that the station did not survive has left on its board.</summary>
internal static class InterruptedWork
{
    /// <summary>The verdict of such a job.</summary>
    public const string Code = "interruptedAtOnce";

    /// <summary>The exit code of such a job.</summary>
    public static int ExitCode => (int)ErrorTable.Of(Code).Exit;

    /// <summary>What the journal says of a board, in a sentence.</summary>
    public static string StateOf(StateFolder state, string? board)
    {
        if (!Uuid.TryParse(board, out var uuid))
        {
            return "Nothing was changed: the board was not known yet.";
        }

        try
        {
            var open = new FileJournal(state.Unfinished, TimeProvider.System).Read(uuid).Changes;
            return open.Count == 0
                ? "Nothing is half done on the board."
                : $"Half done on the board: {string.Join(", ", open.Select(c => $"{c.Kind} {c.What}"))}. The next job finishes it.";
        }
        catch (JournalException e)
        {
            return $"Not known: {e.Message}.";
        }
    }
}
