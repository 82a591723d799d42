using VescUartBoot.Boards;
using VescUartBoot.Cli.Output;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Cli.Running;

/// <summary>The hint to boards on the CAN bus that a job leaves as they are.</summary>
/// <param name="Others">How many there are.</param>
internal sealed record BusHint(int Others)
{
    /// <summary>Counts them by what the board knows of the bus. To be read before a job, which may change that.</summary>
    public static async Task<BusHint> ReadAsync(Board board, CancellationToken cancellationToken) =>
        new(await board.CountOnCanAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Says it, if there are any.</summary>
    public void Tell(CommandOutput output)
    {
        if (Others > 0)
        {
            output.Report(new JobEvent.Warned("boardsOnCan", $"{Counted.Of(Others, "more board")} on the CAN bus: vescboot bus"));
        }
    }
}
