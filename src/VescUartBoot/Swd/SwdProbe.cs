using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Swd;

/// <summary>A board whose SWD pins are wired to those of another one, the target: reads, writes and erases the flash of the
/// target.</summary>
/// <remarks>One blocking thread of the helper executes all of it, and drops requests without an answer while it is busy: one request at a
/// time.</remarks>
/// <param name="helper">The board with the cable.</param>
internal sealed class SwdProbe(Board helper)
{
    /// <summary>Address of the 12-byte UUID of an STM32F405.</summary>
    private const uint UuidAddress = 0x1FFF7A10;

    private const int Turns = 8;
    private const string UnknownCommand = "Invalid command";
    private const string EraseCommand = "bm_flash_erase";

    private int _turn;
    private int _lastLength;

    /// <summary>Switches the SWD pins of the helper to probe mode. False if its firmware refuses.</summary>
    public async Task<bool> MapPinsAsync(CancellationToken cancellationToken) =>
        await helper.SendAsync(TargetCommandRequest.MapPins, cancellationToken).ConfigureAwait(false) == ReadTargetRequest.Done;

    /// <summary>Attaches to the target and halts it.</summary>
    public async Task<TargetChip> ConnectAsync(CancellationToken cancellationToken) =>
        new(await helper.SendAsync(TargetCommandRequest.Connect, cancellationToken).ConfigureAwait(false));

    /// <summary>Reads the UUID of the target.</summary>
    public async Task<Uuid> ReadUuidAsync(CancellationToken cancellationToken)
    {
        byte[] uuid = new byte[Uuid.Length];
        await ReadAsync(UuidAddress, uuid, progress: null, cancellationToken).ConfigureAwait(false);
        return new Uuid(uuid);
    }

    /// <summary>Reads a range of the flash of the target.</summary>
    /// <exception cref="SwdException">The target refuses the read, or the wires are loose.</exception>
    public async Task<byte[]> ReadAsync(FlashRange range, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        byte[] content = new byte[range.Length];
        await ReadAsync(range.Start.Value, content, progress, cancellationToken).ConfigureAwait(false);
        return content;
    }

    /// <summary>Writes to flash that is blank or already holds the same bytes. Only after a later read are the bytes certainly
    /// programmed.</summary>
    /// <exception cref="SwdException">The write failed on the target.</exception>
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
                // Replies come in order: after a read is answered, no late one can be taken for that of the next chunk.
                await ReadUuidAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Erases the whole flash of the target.</summary>
    /// <returns>The reply of the helper; <see langword="null"/> without one: only a read then shows the result.</returns>
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

    /// <summary>Erases the sectors of <paramref name="range"/> through the terminal of the helper, and attaches again. Only a read shows
    /// the result.</summary>
    /// <returns>False if its terminal has no such command.</returns>
    public async Task<bool> EraseAsync(FlashRange range, CancellationToken cancellationToken)
    {
        string text = "";
        foreach (string line in new[] { "bm_swdp_scan", "bm_attach 1", $"{EraseCommand} {range.Start.Value:x} {range.Length}" })
        {
            text = await TypeAsync(line, cancellationToken).ConfigureAwait(false);
            if (IsUnknown(text))
            {
                break;
            }
        }

        await ConnectAsync(CancellationToken.None).ConfigureAwait(false);
        return !IsUnknown(text);
    }

    /// <summary>Whether the helper's terminal may be able to erase single sectors: only a clear no is one. It is asked by the command
    /// without its arguments, and is attached to nothing.</summary>
    public async Task<bool> MayEraseSectorsAsync(CancellationToken cancellationToken) =>
        !IsUnknown(await TypeAsync(EraseCommand, cancellationToken).ConfigureAwait(false));

    /// <summary>Restarts the target, which then runs. False if the restart failed, or bytes before it were not accepted.</summary>
    public async Task<bool> RestartAsync() =>
        await helper.SendAsync(TargetCommandRequest.Restart, CancellationToken.None).ConfigureAwait(false) == ReadTargetRequest.Done;

    /// <summary>Detaches from the target and restores the pins of the helper.</summary>
    public async Task ReleaseAsync() =>
        await helper.SendAsync(new ReleaseTargetRequest(), CancellationToken.None).ConfigureAwait(false);

    private static bool IsUnknown(string text) => text.Contains(UnknownCommand, StringComparison.OrdinalIgnoreCase);

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

    // The reply does not repeat the address: a late one to the read before has another length.
    private int NextLength(int left)
    {
        int most = Math.Min(ReadTargetRequest.MaxLength, helper.Reach.ReadLength) - (_turn++ % Turns);
        int length = Math.Min(left, most);
        return _lastLength = length == _lastLength && length > 1 ? length - 1 : length;
    }

    // A terminal may print nothing, or several texts.
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
