using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

// Who the board is, asked so that the question harms none, and whether it is still the same.
public sealed partial class Board
{
    private const int MostStaleAnswers = 4;

    internal FirmwareVersionRequest Who => new(Identity.Uuid);

    /// <summary>
    /// A question that every firmware answers in order: its answer shows that the board listens, and that no late answer to an earlier
    /// question is still to come. FW_VERSION, or what may be asked while that would crash the board.
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
    /// Makes the firmware look again at code that an erase of staging has taken: a write of no data to each store, which programs nothing.
    /// Until this is answered FW_VERSION would crash the board, and cannot be sent.
    /// </summary>
    /// <returns>False: the board refused; its motor was not released.</returns>
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

    // The answer to an earlier program's question may come only now, when the board's queue is read again: that of the second motor even.
    // So a board is known by two answers in a row that name the same one.
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

    // The link came back between an erase of staging and the write that makes the firmware forget the erased code: asked who it is, the
    // board would crash. Until then its id on CAN tells it from another board.
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
