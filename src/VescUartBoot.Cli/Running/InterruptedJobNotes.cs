using VescUartBoot.Chip;
using VescUartBoot.Cli.Configuration;
using VescUartBoot.Cli.Output;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;

namespace VescUartBoot.Cli.Running;

/// <summary>Journal notes of interrupted jobs, for commands that only report them.</summary>
internal static class InterruptedJobNotes
{
    public static FileJournal Journal() => new(StateDirectory.Unfinished, TimeProvider.System);

    /// <summary>Returns the notes of a board; a read error is a warning.</summary>
    public static IReadOnlyList<InterruptedChange> Read(Uuid board, CommandOutput output)
    {
        try
        {
            return Journal().Read(board).Changes;
        }
        catch (JournalNewerException e)
        {
            output.Report(new JobEvent.Warned("journalNewer", e.Message));
        }
        catch (JournalException e)
        {
            output.Report(new JobEvent.Warned("journalDamaged", e.Message));
        }

        return [];
    }
}
