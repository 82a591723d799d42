using VescUartBoot.Links;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

public sealed partial class Board
{
    private const int Restarts = 3;

    private static readonly TimeSpan _usbGoesWithin = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan _pollEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Restarts the board through the content of its bootloader sector and waits until it answers again, on this port or another one.
    /// <see cref="Identity"/> and <see cref="Capabilities"/> are then those of the firmware that runs after the restart.
    /// </summary>
    /// <returns><see langword="null"/> if the board did not answer within <see cref="RestartOptions.GiveUpAfter"/>.</returns>
    /// <remarks>Cannot be cancelled: after the jump the board must be waited for.</remarks>
    internal Task<RestartResult?> RestartThroughBootloaderAsync(RestartOptions options, IProgress<TimeSpan>? waiting) =>
        RestartAsync(new JumpToBootloaderRequest(), options, waiting);

    /// <summary>Restarts the firmware of the board, bypassing the bootloader sector, and waits until it answers.</summary>
    /// <inheritdoc cref="RestartThroughBootloaderAsync" path="returns|remarks"/>
    internal Task<RestartResult?> RebootAsync(RestartOptions options) => RestartAsync(new RebootRequest(), options, waiting: null);

    /// <summary>Reads the time since the firmware started; <see langword="null"/> if the firmware does not report it.</summary>
    internal async Task<TimeSpan?> ReadUptimeAsync()
    {
        if (!Capabilities.TellsUptime)
        {
            return null;
        }

        try
        {
            return await SendAsync(new UptimeRequest(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (ReplyTimeoutException) when (!Capabilities.IsKnown)
        {
            return null;
        }
    }

    private async Task<RestartResult?> RestartAsync(IRequest<bool> request, RestartOptions options, IProgress<TimeSpan>? waiting)
    {
        if (_connection.Route is { } route)
        {
            return await RestartOnCanAsync(route, request, options, waiting).ConfigureAwait(false);
        }

        var (port, home) = (_connection.Source, Identity);
        long start = _time.GetTimestamp();
        bool wentAway = false;
        bool answeredThroughout = true;

        // Reported before the jump: from here on the board must keep its power.
        waiting?.Report(TimeSpan.Zero);
        for (int sent = 1; sent <= Restarts; sent++)
        {
            start = _time.GetTimestamp();
            wentAway = await SendRestartAsync(request).ConfigureAwait(false);
            if (wentAway || _connection.IsClosed || !await AnswersAsBeforeAsync().ConfigureAwait(false))
            {
                answeredThroughout = false;
                break;
            }

            // No board boots so fast: the request was lost on the wire.
            _observer?.OnRetry(request.Name, sent + 1, "the board did not restart");
        }

        // An open port would block its name for the board that comes back.
        await _connection.CloseLinkAsync().ConfigureAwait(false);
        _connection.BoardResynchronises = false;
        bool isUnanswered = false;
        var pause = options.PollFrom - _time.GetElapsedTime(start);
        while (_time.GetElapsedTime(start) < options.GiveUpAfter)
        {
            await DelayAsync(pause, start, waiting).ConfigureAwait(false);
            var (isThere, reply) = await ComesBackOnAsync(port, home).ConfigureAwait(false);
            foreach (var source in reply is null ? await options.OtherPorts(isThere).ConfigureAwait(false) : [])
            {
                (_, reply) = await ComesBackOnAsync(source, home).ConfigureAwait(false);
                if (reply is not null)
                {
                    break;
                }
            }

            if (reply is not null)
            {
                (_policies, Pace) = MeasureUpTo(_connection);
                _connection.Silence = Silence > SilenceAtLeast ? Silence : SilenceAtLeast;
                Recognise(reply);
                var back = new RestartResult(_time.GetElapsedTime(start), wentAway, answeredThroughout);
                await LetLateAnswersComeAsync(isUnanswered, CancellationToken.None).ConfigureAwait(false);
                return back;
            }

            isUnanswered |= isThere;
            pause = _pollEvery;
        }

        _connection.UseSource(port);
        await EndAsync(new LinkLostException(Port, "the board did not answer again after its restart")).ConfigureAwait(false);
        return null;
    }

    // Returns whether the port disappeared.
    private async Task<bool> SendRestartAsync(IRequest<bool> request)
    {
        using var patience = new CancellationTokenSource(_usbGoesWithin, _time);
        try
        {
            if (_connection.ClosesBeforeRestart && !IsBehindCan)
            {
                await _connection.SendLastAsync(request, patience.Token).ConfigureAwait(false);
            }
            else
            {
                await _connection.AskAsync(request, patience.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ReplyLostException)
        {
            // A UART port does not disappear, and the board may answer a request before it restarts: neither proves a restart.
        }
        catch (LinkLostException)
        {
            return true;
        }

        return false;
    }

    private async Task<bool> AnswersAsBeforeAsync()
    {
        try
        {
            var reply = await AskOnceAsync(Who, CancellationToken.None).ConfigureAwait(false);
            return new BoardIdentity(reply).Firmware == Identity.Firmware;
        }
        catch (Exception e) when (e is ReplyTimeoutException or LinkLostException)
        {
            return false;
        }
    }

    private async Task DelayAsync(TimeSpan pause, long start, IProgress<TimeSpan>? waiting)
    {
        var second = TimeSpan.FromSeconds(1);
        for (; pause > TimeSpan.Zero; pause -= second)
        {
            waiting?.Report(_time.GetElapsedTime(start));
            await Task.Delay(pause < second ? pause : second, _time).ConfigureAwait(false);
        }

        waiting?.Report(_time.GetElapsedTime(start));
    }

    // The answer of another board on that port does not count.
    private async Task<(bool IsThere, FirmwareVersionReply? Reply)> ComesBackOnAsync(ILinkSource source, BoardIdentity home)
    {
        bool isThere = false;
        try
        {
            _connection.UseSource(source);
            await _connection.OpenAsync(CancellationToken.None).ConfigureAwait(false);
            isThere = true;
            var reply = await AskOnNewLinkAsync(new FirmwareVersionRequest(), CancellationToken.None).ConfigureAwait(false);

            if (new BoardIdentity(reply).Uuid is { } uuid && home.Uuid is { } own && uuid != own)
            {
                // Another board took over the port name, and the expected board has a new one. An open port would block it.
                await _connection.CloseLinkAsync().ConfigureAwait(false);
                return (false, null);
            }

            return (true, reply);
        }
        catch (Exception e) when (e is LinkOpenException or LinkLostException or ReplyTimeoutException)
        {
            return (isThere, null);
        }
    }
}
