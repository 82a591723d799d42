using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

// Identifies the board with requests that are safe at the moment, and checks that it is still the same one.
public sealed partial class Board
{
    private const int MostStaleAnswers = 4;

    internal FirmwareVersionRequest Who => new(Identity.Uuid);

    /// <summary>
    /// Sends a request that every firmware answers in order. The answer shows that the board listens and that no late answer to an earlier
    /// request is outstanding. The request is FW_VERSION, or a safe one while FW_VERSION would crash the board.
    /// </summary>
    internal async ValueTask AskWhetherItListensAsync(CancellationToken cancellationToken)
    {
        if (_connection.Route is { } route)
        {
            await RequireNodeOrWaitAsync(route, cancellationToken).ConfigureAwait(false);
        }
        else if (_connection.Identity.IsClosed)
        {
            await SendAsync(new GetValuesSelectiveRequest(), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await SendAsync(Who, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Makes the firmware re-read stored code that an erase of staging has removed, with a write of 0 bytes to each store, which programs
    /// nothing. Until the board answers, FW_VERSION would crash it and is not sent.
    /// </summary>
    /// <returns>False if the board refused because its motor was not released.</returns>
    internal async Task<bool> ForgetErasedCodeAsync(CancellationToken cancellationToken)
    {
        foreach (var store in Capabilities.CodeInStaging)
        {
            if (!(await SendAsync(WriteCodeRequest.Nothing(store), cancellationToken).ConfigureAwait(false)).Done)
            {
                return false;
            }
        }

        _connection.Identity.Open();
        return true;
    }

    // The answer to a request of an earlier program may arrive only now, when the board reads its queue again, even one of the second
    // motor. So the identity counts after two consecutive answers that name the same board.
    private async Task IdentifyAsync(CancellationToken cancellationToken)
    {
        Recognise(await SendAsync(new FirmwareVersionRequest(_connection.Route?.Uuid), cancellationToken).ConfigureAwait(false));
        for (int i = 0; i < MostStaleAnswers; i++)
        {
            var before = Identity;
            Recognise(await SendAsync(new FirmwareVersionRequest(_connection.Route?.Uuid), cancellationToken).ConfigureAwait(false));
            if (IsSame(before, Identity))
            {
                return;
            }
        }
    }

    private static bool IsSame(BoardIdentity one, BoardIdentity other) =>
        one.Uuid == other.Uuid && one.Hardware == other.Hardware && one.Firmware == other.Firmware;

    private void Recognise(FirmwareVersionReply reply)
    {
        Identity = new BoardIdentity(reply);
        Capabilities = Capabilities.Of(Identity);
        _connection.Uuid = Identity.Uuid;
        _connection.Identity.Applies = Capabilities.CodeInStaging.Count > 0;
        _connection.BoardResynchronises = IsBehindCan || Capabilities.Resynchronises;
        _connection.Recognise();
    }

    private async ValueTask RequireSameBoardAsync(FirmwareVersionReply reply)
    {
        var found = new BoardIdentity(reply);
        if (!IsSame(found, Identity))
        {
            throw await EndAsync(new BoardChangedException(Describe(Identity), Describe(found))).ConfigureAwait(false);
        }
    }

    private static string Describe(BoardIdentity board) => $"{board.Hardware} {board.Firmware} {board.Uuid}";

    // The link came back between an erase of staging and the write that makes the firmware forget the erased code: FW_VERSION would crash
    // the board. Until that write, its CAN id distinguishes it from another board.
    private async ValueTask ForgetErasedCodeOnReturnAsync(CancellationToken cancellationToken)
    {
        if (!_connection.Identity.IsClosed)
        {
            return;
        }

        if (_connection.Route is { } route)
        {
            await RequireOnNewLinkAsync(route, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await RequireKnownIdAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var store in Capabilities.CodeInStaging)
        {
            if (_connection.Route is { } way)
            {
                await RequireNodeAsync(way, cancellationToken).ConfigureAwait(false);
            }

            var forget = WriteCodeRequest.Nothing(store);
            if (!(await AskOnNewLinkAsync(forget, cancellationToken).ConfigureAwait(false)).Done)
            {
                throw new ReplyTimeoutException(forget.Name, 1);
            }
        }

        _connection.Identity.Open();
    }

    private async ValueTask RequireKnownIdAsync(CancellationToken cancellationToken)
    {
        var values = await AskOnNewLinkAsync(new GetValuesSelectiveRequest(), cancellationToken).ConfigureAwait(false);
        if (_controllerId is { } known && values.ControllerId != known)
        {
            throw await EndAsync(new BoardChangedException(
                $"{Describe(Identity)} with id {known}", $"a board with id {values.ControllerId}")).ConfigureAwait(false);
        }
    }
}
