using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Swd;

/// <summary>A board whose SWD pins are wired to those of another one, the target: reads, writes and erases the target's flash.</summary>
/// <remarks>All of it runs on the helper's one blocking thread, which silently drops what comes while it is busy: one request at a
/// time.</remarks>
/// <param name="helper">The board with the cable.</param>
internal sealed class SwdProbe(Board helper)
{
    /// <summary>Where an STM32F405 keeps its 12 bytes of UUID.</summary>
    private const uint UuidAddress = 0x1FFF7A10;

    private const int Turns = 8;
    private const string UnknownCommand = "Invalid command";

    private int _turn;
    private int _lastLength;

    /// <summary>Makes the helper's SWD pins those of a probe. False: its firmware refuses.</summary>
    public async Task<bool> MapPinsAsync(CancellationToken cancellationToken) =>
        await helper.SendAsync(TargetCommandRequest.MapPins, cancellationToken).ConfigureAwait(false) == ReadTargetRequest.Done;

    /// <summary>Attaches to the target, which halts.</summary>
    public async Task<TargetChip> ConnectAsync(CancellationToken cancellationToken) =>
        new(await helper.SendAsync(TargetCommandRequest.Connect, cancellationToken).ConfigureAwait(false));

    /// <summary>The target's UUID.</summary>
    public async Task<Uuid> ReadUuidAsync(CancellationToken cancellationToken)
    {
        var uuid = new byte[Uuid.Length];
        await ReadAsync(UuidAddress, uuid, progress: null, cancellationToken).ConfigureAwait(false);
        return new Uuid(uuid);
    }

    /// <summary>Reads a range of the target's flash.</summary>
    /// <exception cref="SwdException">The target does not let it be read, or the wires are loose.</exception>
    public async Task<byte[]> ReadAsync(FlashRange range, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var content = new byte[range.Length];
        await ReadAsync(range.Start.Value, content, progress, cancellationToken).ConfigureAwait(false);
        return content;
    }

    /// <summary>Writes to flash that is blank there, or holds the same already. It is in flash for certain once something was
    /// read.</summary>
    /// <exception cref="SwdException">The target did not take it.</exception>
    public async Task WriteAsync(FlashAddress start, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        int tries = helper.ProbeAttempts;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Require("BM_WRITE_FLASH", await helper.AskOnceAsync(new WriteTargetRequest(start, data),
                    cancellationToken).ConfigureAwait(false));
                return;
            }
            catch (ReplyTimeoutException) when (attempt < tries && !cancellationToken.IsCancellationRequested)
            {
                // Answers come in order: once a read is answered no late one can be taken for that of the next chunk.
                await ReadUuidAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Erases all of the target's flash.</summary>
    /// <returns>The helper's answer; <see langword="null"/>: none came, so only reading tells what came of it.</returns>
    public async Task<short?> EraseAllAsync()
    {
        try
        {
            return await helper.SendAsync(TargetCommandRequest.EraseAll, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ReplyTimeoutException)
        {
            return null;
        }
    }

    /// <summary>Erases the sectors of <paramref name="range"/> by the helper's terminal, and attaches again. Only reading tells what came
    /// of it.</summary>
    /// <returns>False: its terminal has no such command.</returns>
    public async Task<bool> EraseAsync(FlashRange range, CancellationToken cancellationToken)
    {
        string text = "";
        foreach (string line in new[] { "bm_swdp_scan", "bm_attach 1", $"bm_flash_erase {range.Start.Value:x} {range.Length}" })
        {
            text = await TypeAsync(line, cancellationToken).ConfigureAwait(false);
            if (text.Contains(UnknownCommand, StringComparison.OrdinalIgnoreCase))
            {
                break;
            }
        }

        await ConnectAsync(CancellationToken.None).ConfigureAwait(false);
        return !text.Contains(UnknownCommand, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Restarts the target, which runs from there on. False: it could not be told to, or bytes before it were not taken.</summary>
    public async Task<bool> RestartAsync() =>
        await helper.SendAsync(TargetCommandRequest.Restart, CancellationToken.None).ConfigureAwait(false) == ReadTargetRequest.Done;

    /// <summary>Lets the target go, and gives the helper its pins back.</summary>
    public async Task ReleaseAsync() =>
        await helper.SendAsync(new ReleaseTargetRequest(), CancellationToken.None).ConfigureAwait(false);

    private static void Require(string step, short code)
    {
        if (code != ReadTargetRequest.Done)
        {
            throw new SwdException(step, code);
        }
    }

    private async Task ReadAsync(uint address, Memory<byte> destination, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        for (int done = 0; done < destination.Length;)
        {
            int length = NextLength(destination.Length - done);
            var request = new ReadTargetRequest(address + (uint)done, destination.Slice(done, length));
            Require(request.Name, await helper.SendAsync(request, cancellationToken).ConfigureAwait(false));
            done += length;
            progress?.Report(done);
        }
    }

    // The answer repeats no address: a late one to the read before has another length.
    private int NextLength(int left)
    {
        int most = Math.Min(ReadTargetRequest.MaxLength, helper.Reach.ReadLength) - (_turn++ % Turns);
        int length = Math.Min(left, most);
        return _lastLength = length == _lastLength && length > 1 ? length - 1 : length;
    }

    // A terminal may print nothing, or more than one text.
    private async Task<string> TypeAsync(string line, CancellationToken cancellationToken)
    {
        try
        {
            return await helper.AskOnceAsync(new TerminalRequest(line), cancellationToken).ConfigureAwait(false);
        }
        catch (ReplyTimeoutException)
        {
            return "";
        }
    }
}
