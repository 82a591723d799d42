using System.Buffers.Binary;
using VescUartBoot.Chip;
using VescUartBoot.Links;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Reads all of flash through the command that reads stored code. Firmware 5.03 and later.</summary>
/// <remarks>
/// The firmware does not check for negative offsets, so flash below the code can be read, and all of flash through its alias at address 0.
/// No distant address is read before the header in front of the code has proved where the code is, and no content is trusted before a
/// self-test has shown that alias and flash are equal.
/// </remarks>
internal sealed class FlashAccess
{
    internal const int SilentProbes = 3;

    private const int ProbeLength = 16;
    private const int SampleDistance = 2048;
    private const int Near = 3 * ReadCodeRequest.MaxLength;

    private readonly Board _board;
    private readonly FlashReader _reader;

    private FlashAccess(Board board, CodeSector code)
    {
        (_board, Code) = (board, code);
        _reader = new FlashReader(board, code);
    }

    /// <summary>The store whose read command is used.</summary>
    public CodeSector Code { get; }

    /// <summary>Reads the header in front of the code of each store. Reads no distant address and changes nothing.</summary>
    public static async Task<IReadOnlyList<(CodeSector Code, StoreState State)>> ProbeAsync(Board board,
        CancellationToken cancellationToken)
    {
        var found = new List<(CodeSector, StoreState)>();
        foreach (var code in board.Capabilities.CodeSectors)
        {
            var state = await ProbeAsync(board, code, cancellationToken).ConfigureAwait(false);
            found.Add((code, state));
            if (state is StoreState.Stored or StoreState.EmptyQml)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Uses a store with a valid header, and tests that its reads show flash.</summary>
    /// <returns><see langword="null"/> if the self-test failed.</returns>
    public static async Task<FlashAccess?> UseAsync(Board board, CodeSector code, CancellationToken cancellationToken)
    {
        var path = new FlashAccess(board, code);
        return await path.PassesSelfTestAsync(cancellationToken).ConfigureAwait(false) ? path : null;
    }

    /// <summary>Whether the 8 zero bytes may be written: all reports of the board show that nothing is stored there.</summary>
    public static bool MayOpen(Board board, IReadOnlyList<(CodeSector Code, StoreState State)> probes) =>
        probes.Any(p => p is { Code.Store: CodeStore.Qml, State: StoreState.Nothing })
        && board.Identity.Reply.QmlApp == 0;

    /// <summary>Writes the 8 zero bytes that form a valid empty QML app. Requires <see cref="MayOpen"/>.</summary>
    /// <returns>False if the board refused because its motor was not released; nothing was written.</returns>
    public static async Task<bool> WriteEmptyQmlAsync(Board board, CancellationToken cancellationToken) =>
        (await board.SendAsync(WriteCodeRequest.Empty(CodeStore.Qml), cancellationToken).ConfigureAwait(false)).Done;

    /// <summary>Reads the header in front of the code of one store.</summary>
    /// <param name="board">The board.</param>
    /// <param name="code">The store.</param>
    /// <param name="cancellationToken">Stops between two requests.</param>
    /// <param name="silences">
    /// Number of unanswered reads, 1 to 3, that prove that nothing is stored if the firmware does not report it (5.03). Less than 3 only if
    /// the board has just confirmed the erase.
    /// </param>
    public static async Task<StoreState> ProbeAsync(Board board, CodeSector code, CancellationToken cancellationToken,
        int silences = SilentProbes)
    {
        byte[] header = new byte[ReadCodeRequest.HeaderLength];
        int silent = 0;
        for (int attempt = 1; ; attempt++)
        {
            long stray = board.Statistics.StrayReplies;
            try
            {
                var reply = await board.AskOnceAsync(ReadCodeRequest.Header(code.Store, header), cancellationToken).ConfigureAwait(false);
                if (reply.NothingStored)
                {
                    return StoreState.Nothing;
                }

                if (reply.Total != 0 || BinaryPrimitives.ReadUInt32BigEndian(header) == 0 || attempt == board.ReadAttempts)
                {
                    return Judge(header, reply.Total, code);
                }
            }
            catch (ReplyTimeoutException e)
            {
                // An unanswered read counts only if nothing was received and the board answered a later request: a corrupt reply is not
                // silence.
                silent += e.InnerException is ReplyLostException && board.Statistics.StrayReplies == stray ? 1 : 0;
                if (!board.Capabilities.SaysNothingStored && silent == silences)
                {
                    return StoreState.Nothing;
                }

                if (attempt == board.ReadAttempts)
                {
                    return StoreState.Silent;
                }

                continue;
            }
            catch (LinkLostException e)
            {
                await board.WaitForLinkAsync(e, cancellationToken).ConfigureAwait(false);
                if (attempt >= board.ReadAttempts)
                {
                    return StoreState.Silent;
                }

                continue;
            }

            // A length of 0 with a header of another size: the header comes from the flash cache and is out of date.
            await DisplaceHeaderAsync(board, code, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads flash from <paramref name="start"/> until <paramref name="destination"/> is full.</summary>
    public Task ReadAsync(FlashAddress start, Memory<byte> destination, IProgress<long>? progress, CancellationToken cancellationToken) =>
        _reader.ReadAsync(start, destination, progress, cancellationToken);

    /// <summary>Reads a range of flash.</summary>
    public async Task<byte[]> ReadAsync(FlashRange range, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        byte[] content = new byte[range.Length];
        await ReadAsync(range.Start, content, progress, cancellationToken).ConfigureAwait(false);
        return content;
    }

    /// <summary>Reads another range, so that the flash cache of the firmware holds nothing of what was just written.</summary>
    public Task DisplaceCacheAsync(CancellationToken cancellationToken) =>
        ReadAsync(FlashRange.From(FlashMap.Vectors.Start, 1024), progress: null, cancellationToken);

    /// <summary>Whether the sector of a store holds only our 8 zero bytes and our staged content, so that erasing it destroys
    /// nothing.</summary>
    /// <remarks>Content that we have staged ends at a known byte, so the whole sector is compared with it. Without such content, samples
    /// suffice: an upload by another program fills the sector from its start. Start and end are read, and 502 bytes in each 2 KB
    /// between them.</remarks>
    /// <param name="code">The store.</param>
    /// <param name="staged">The content written from the start of staging; empty if nothing was written.</param>
    /// <param name="progress">Receives the number of bytes checked.</param>
    /// <param name="cancellationToken">Stops between two requests.</param>
    public async Task<bool> HoldsOnlyOurOwnAsync(
        CodeSector code, ReadOnlyMemory<byte> staged, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var range = code.Sector.After(ReadCodeRequest.HeaderLength);
        int skipped = range.Start.Offset - FlashMap.Staging.Start.Offset;
        if (skipped < 0 || skipped >= staged.Length)
        {
            return await IsErasedInSamplesAsync(range, progress, cancellationToken).ConfigureAwait(false);
        }

        byte[] content = await ReadAsync(range, progress, cancellationToken).ConfigureAwait(false);
        var ours = staged.Span[skipped..];
        return ours.Length < content.Length ? content.AsSpan().StartsWith(ours) && ErasedFlash.Is(content.AsSpan(ours.Length))
            : ours.StartsWith(content);
    }

    private async Task<bool> IsErasedInSamplesAsync(FlashRange range, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        byte[] sample = new byte[ReadCodeRequest.MaxLength];
        int last = range.Length - sample.Length;
        for (int at = 0; ; at = Math.Min(at + SampleDistance, last))
        {
            await ReadAsync(range.Start.Plus(at), sample, progress: null, cancellationToken).ConfigureAwait(false);
            if (!ErasedFlash.Is(sample))
            {
                return false;
            }

            progress?.Report(at + sample.Length);
            if (at == last)
            {
                return true;
            }
        }
    }

    /// <summary>
    /// Reads more than the size of the cache from directly before the code: the only flash that may be read before the header has proved
    /// where the code is.
    /// </summary>
    internal static async Task DisplaceHeaderAsync(Board board, CodeSector code, CancellationToken cancellationToken)
    {
        byte[] elsewhere = new byte[board.Reach.ReadLength];
        for (int read = elsewhere.Length; read < Near + elsewhere.Length; read += elsewhere.Length)
        {
            var request = new ReadCodeRequest(code.Store, -ReadCodeRequest.HeaderLength - read, elsewhere);
            await board.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
    }

    private static StoreState Judge(ReadOnlySpan<byte> header, int total, CodeSector code)
    {
        uint size = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (code.Store == CodeStore.Qml && total == 0 && ErasedFlash.Is(header))
        {
            // The firmware still counts the empty QML app as stored although an erase of staging has removed it: nothing is there.
            return StoreState.Nothing;
        }

        return size != (uint)total || size > (uint)code.MaxCode ? StoreState.Foreign
            : code.Store == CodeStore.Qml && !header.ContainsAnyExcept((byte)0) ? StoreState.EmptyQml
            : StoreState.Stored;
    }

    private async Task<bool> PassesSelfTestAsync(CancellationToken cancellationToken)
    {
        var start = FlashMap.Vectors.Start;
        byte[] alias = new byte[ProbeLength];
        byte[] direct = new byte[ProbeLength];
        if (!await TryReadAsync(new ReadCodeRequest(Code.Store, Code.AliasOffset(start), alias), cancellationToken).ConfigureAwait(false)
            || !await TryReadAsync(new ReadCodeRequest(Code.Store, Code.DirectOffset(start), direct),
                cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        uint stack = BinaryPrimitives.ReadUInt32LittleEndian(direct);
        uint reset = BinaryPrimitives.ReadUInt32LittleEndian(direct.AsSpan(4));
        return alias.AsSpan().SequenceEqual(direct)
            && stack >> 16 is 0x2000 or 0x2001 or 0x1000
            && reset >> 16 is >= 0x0800 and <= 0x0807 && (reset & 1) == 1;
    }

    // One lost link may be caused by the cable. Two losses at the same read mean that the board restarts because of it.
    private async Task<bool> TryReadAsync(ReadCodeRequest request, CancellationToken cancellationToken)
    {
        int lost = 0;
        for (int attempt = 1; attempt <= _board.ReadAttempts; attempt++)
        {
            try
            {
                await _board.AskOnceAsync(request, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (ReplyTimeoutException e)
            {
                _board.FellBack(request.Name, e);
            }
            catch (LinkLostException e)
            {
                await _board.WaitForLinkAsync(e, cancellationToken).ConfigureAwait(false);
                if (++lost == 2)
                {
                    return false;
                }
            }
        }

        return false;
    }
}
