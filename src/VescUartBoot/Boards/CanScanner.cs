using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Scans the CAN bus: pings it, identifies each node, and assigns second motors to their boards.</summary>
/// <param name="board">The board with the cable.</param>
/// <param name="countsOnly">Whether one ping is enough and no nodes that share an id are searched. Default false.</param>
internal sealed class CanScanner(Board board, bool countsOnly = false)
{
    private const int Pings = 2;
    private const int OtherQuestions = 2;
    private const int Questions = 8;
    private const int EchoQuestions = 5;
    private const int Echoes = 3;

    // A node that shares its id with another answers twice; the second answer must not be taken for that to the next request.
    private static readonly TimeSpan _quiet = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _echo = TimeSpan.FromMilliseconds(20);

    public async Task<CanScan> RunAsync(CancellationToken cancellationToken)
    {
        if (!board.Capabilities.SelectiveValues || board.Identity.Uuid is not { } uuid)
        {
            throw new CanBusException(
                CanBusProblem.FirmwareTooOld,
                $"firmware {board.Identity.Firmware} of the board with the cable cannot scan its CAN bus: 3.48 is the first that can");
        }

        var values = await board.SendAsync(new GetValuesSelectiveRequest(), cancellationToken).ConfigureAwait(false);
        byte own = values.ControllerId!.Value;
        List<CanNode> nodes = [];
        foreach (byte id in await PingAsync(cancellationToken).ConfigureAwait(false))
        {
            nodes.Add(await AskAsync(id, cancellationToken).ConfigureAwait(false) is var node && id == own
                ? node with { Problem = CanNodeProblem.LocalId }
                : node);
        }

        byte next = CanIds.Next(own);
        bool hasSecond = nodes.Exists(n => n.Id == next && IsSecondOf(uuid, n.Uuid));
        if (hasSecond)
        {
            nodes.RemoveAll(n => n.Id == next);
        }

        var boards = Group(nodes);
        for (int i = 0; i < boards.Count && !countsOnly; i++)
        {
            boards[i] = await HasTwinAsync(boards[i], cancellationToken).ConfigureAwait(false)
                ? boards[i] with { Problem = CanNodeProblem.SharedId }
                : boards[i];
        }

        var scan = new CanScan(own, hasSecond ? next : null, MarkShared(boards));
        return scan with { Nodes = [.. scan.Nodes.Select(n => n with { Neighbours = scan.NeighboursOf(n) })] };
    }

    // A busy node, or one whose frame was lost, is missing from a ping: a node counts if either ping lists it.
    private async Task<IEnumerable<byte>> PingAsync(CancellationToken cancellationToken)
    {
        if (countsOnly)
        {
            return new SortedSet<byte>(await board.AskOnceAsync(new PingCanRequest(), cancellationToken).ConfigureAwait(false));
        }

        SortedSet<byte> ids = [];
        for (int ping = 1; ping <= Pings; ping++)
        {
            ids.UnionWith(await board.SendAsync(new PingCanRequest(), cancellationToken).ConfigureAwait(false));
        }

        return ids;
    }

    private async Task<CanNode> AskAsync(byte id, CancellationToken cancellationToken)
    {
        var who = new ForwardCanRequest<FirmwareVersionRequest, FirmwareVersionReply>(id, default);
        BoardIdentity? first = null;
        for (int question = 1; question <= Questions && first is null; question++)
        {
            first = await AskOnceAsync(who, cancellationToken).ConfigureAwait(false) is { } reply ? new BoardIdentity(reply) : null;
        }

        bool isShared = false;
        for (int question = 1; question <= OtherQuestions && first is not null && !isShared; question++)
        {
            var whoElse = new QuickRequest<FirmwareVersionReply>(who, r => r.Uuid != first.Uuid && r.Uuid != board.Identity.Uuid);
            isShared = await AskOnceAsync(whoElse, cancellationToken).ConfigureAwait(false) is not null;
        }

        await Task.Delay(_quiet, board.Time, cancellationToken).ConfigureAwait(false);
        return new CanNode(id, first)
        {
            Problem = first is null ? CanNodeProblem.Silent : isShared ? CanNodeProblem.SharedId
                : first.Uuid is null ? CanNodeProblem.NoUuid : CanNodeProblem.None,
        };
    }

    // Of two nodes with one id only one may ever be heard where their long answers mix.
    private async Task<bool> HasTwinAsync(CanNode node, CancellationToken cancellationToken) =>
        node is { Problem: CanNodeProblem.None, Identity: { } identity }
        && ((identity.Family == BoardFamily.Vesc && Capabilities.Of(identity).SelectiveValues
                && await AnswersTwiceAsync(node.Id, cancellationToken).ConfigureAwait(false))
            || (!board.Identity.Firmware.HasFeaturesOf(6, 5) && await ListsItselfAsync(node.Id, cancellationToken).ConfigureAwait(false)));

    // An answer of one frame comes from each VESC; a frame that a bad bus doubles comes twice as well, but not time and again.
    private async Task<bool> AnswersTwiceAsync(byte id, CancellationToken cancellationToken)
    {
        int echoes = 0;
        for (int question = 1; question <= EchoQuestions; question++)
        {
            long before = board.Statistics.StrayIds;
            await AskOnceAsync(new ForwardCanRequest<ControllerIdRequest, byte>(id, new ControllerIdRequest(id)), cancellationToken)
                .ConfigureAwait(false);
            await Task.Delay(_echo, board.Time, cancellationToken).ConfigureAwait(false);
            echoes += board.Statistics.StrayIds > before ? 1 : 0;
        }

        return echoes >= Echoes;
    }

    // A BMS or module sends no such answer, and its identity is lost each time in the longer one of a VESC, if the board with the cable
    // has a single reassembly buffer (found up to 5.03, not from 6.05 on). A node pings its own id too, and lists another that has it.
    private async Task<bool> ListsItselfAsync(byte id, CancellationToken cancellationToken) =>
        await AskOnceAsync(new ForwardCanRequest<PingCanRequest, byte[]>(id, default), cancellationToken).ConfigureAwait(false)
            is { } ids && ids.Contains(id);

    private async Task<TReply?> AskOnceAsync<TReply>(IRequest<TReply> request, CancellationToken cancellationToken)
    {
        try
        {
            return await board.AskOnceAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplyTimeoutException)
        {
            // Nobody answers, or a frame was lost.
            return default;
        }
    }

    // Two boards with one id hear each other's requests and answers, so nothing on their bus is changed.
    private static List<CanNode> MarkShared(List<CanNode> boards)
    {
        List<CanNode> marked =
        [
            .. boards.Select(n => n.Problem == CanNodeProblem.None && boards.Exists(o => o.Id != n.Id && o.Uuid == n.Uuid)
                ? n with { Problem = CanNodeProblem.SharedId }
                : n),
        ];
        return !marked.Exists(n => n.Problem is CanNodeProblem.SharedId or CanNodeProblem.LocalId) ? marked :
        [
            .. marked.Select(n => n.Problem == CanNodeProblem.None ? n with { Problem = CanNodeProblem.OthersShareId } : n),
        ];
    }

    private static List<CanNode> Group(List<CanNode> nodes)
    {
        List<CanNode> boards = [];
        foreach (var node in nodes)
        {
            int first = boards.FindIndex(b => CanIds.Next(b.Id) == node.Id && b.SecondId is null && b.Uuid is { } uuid
                && IsSecondOf(uuid, node.Uuid));
            if (first >= 0)
            {
                boards[first] = boards[first] with { SecondId = node.Id };
            }
            else
            {
                boards.Add(node);
            }
        }

        // The second motor at id 0, of a board at id 254, is listed before the board.
        if (boards is [{ Id: 0 } zero, .., { Id: 254, SecondId: null, Uuid: { } last } end] && IsSecondOf(last, zero.Uuid))
        {
            boards = [.. boards[1..^1], end with { SecondId = 0 }];
        }

        return boards;
    }

    // Before firmware 5.00.5 the second motor reports the UUID of the first.
    private static bool IsSecondOf(Uuid first, Uuid? other) => other == first.OfSecondMotor || other == first;
}
