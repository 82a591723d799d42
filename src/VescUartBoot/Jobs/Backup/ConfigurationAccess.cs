using VescUartBoot.Boards;
using VescUartBoot.Links;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Reads and stores one configuration of a board, its own or that of the second motor on its chip.</summary>
/// <param name="board">The board.</param>
/// <param name="kind">Which configuration.</param>
/// <param name="secondMotor">The CAN id of the second motor; <see langword="null"/> for the board itself.</param>
internal sealed class ConfigurationAccess(Board board, ConfigurationKind kind, byte? secondMotor)
{
    /// <summary>Largest payload in bytes that fits a frame after FORWARD_CAN and its id.</summary>
    public const int MaxForwarded = SerialisedConfiguration.MaxLength - 2;

    private const int Reads = 6;

    // Storing may move settings to another sector, which erases two sectors, after a wait for the motors.
    private static readonly TimeSpan _busyAtMost = TimeSpan.FromSeconds(10);

    /// <summary>Reads it until two reads in a row are the same.</summary>
    /// <returns>The configuration, or why there is none.</returns>
    /// <exception cref="ReplyTimeoutException">The board answers nothing at all.</exception>
    public async Task<(SerialisedConfiguration? Configuration, string? Reason)> ReadAsync(CancellationToken cancellationToken)
    {
        SerialisedConfiguration? before = null;
        for (int read = 1; read <= Reads; read++)
        {
            await SettleAsync(cancellationToken).ConfigureAwait(false);
            SerialisedConfiguration now;
            try
            {
                now = await AskAsync(Request, cancellationToken).ConfigureAwait(false);
            }
            catch (ReplyTimeoutException e)
            {
                await SettleAsync(cancellationToken).ConfigureAwait(false);
                return (null, e.Message);
            }

            if (before is not null && now.IsSameAs(before))
            {
                return (now, null);
            }

            before = now;
        }

        return (null, $"{Reads} reads of it differ");
    }

    /// <summary>Sends it once. The caller reads the result afterwards.</summary>
    /// <returns>Whether the board acknowledged it.</returns>
    public async Task<bool> StoreAsync(SerialisedConfiguration present, SerialisedConfiguration wanted)
    {
        var request = SetConfigurationRequest.InPlaceOf(present, wanted);
        await SettleAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            _ = secondMotor is { } id
                ? await board.AskOnceAsync(new ForwardCanRequest<SetConfigurationRequest, ConfigurationStored>(id, request),
                    CancellationToken.None).ConfigureAwait(false)
                : await board.AskOnceAsync(request, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (ReplyTimeoutException)
        {
            await board.WaitUntilItAnswersAsync(_busyAtMost, CancellationToken.None).ConfigureAwait(false);
            return false;
        }
        catch (LinkLostException e)
        {
            await board.WaitForLinkAsync(e, CancellationToken.None).ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>Reads the defaults of the firmware; <see langword="null"/> if it does not report them.</summary>
    public async Task<SerialisedConfiguration?> ReadDefaultsAsync(CancellationToken cancellationToken)
    {
        await SettleAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await AskAsync(Request with { Defaults = true }, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplyTimeoutException)
        {
            await SettleAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    private GetConfigurationRequest Request => new(kind) { Unsigned = !Capabilities.SignsConfigurations(board.Identity.Firmware) };

    private ValueTask<SerialisedConfiguration> AskAsync(GetConfigurationRequest request, CancellationToken cancellationToken) =>
        board.SendAsync(
            secondMotor is { } id
                ? new ForwardCanRequest<GetConfigurationRequest, SerialisedConfiguration>(id, request)
                : (IRequest<SerialisedConfiguration>)request,
            cancellationToken);

    // Replies do not name their motor: a request in between drains late replies of the other motor.
    private async ValueTask SettleAsync(CancellationToken cancellationToken) =>
        await board.AskWhetherItListensAsync(cancellationToken).ConfigureAwait(false);
}
