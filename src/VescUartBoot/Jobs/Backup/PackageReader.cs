using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Links;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Reads the configuration of a package and the XML text that describes it.</summary>
internal sealed class PackageReader(Board board)
{
    private const int Head = 4;
    private const int MostPacked = 0x20000;

    /// <summary>Whether the board reports a running package with a configuration.</summary>
    public bool HasPackage =>
        board.Capabilities is { IsKnown: true } known && known.CodeSectors.Any(s => s.Store == CodeStore.Lisp)
        && board.Identity.Reply.CustomConfigCount > 0;

    /// <summary>Reads the configuration, or the reason why it cannot be read.</summary>
    public Task<(ReadOnlyMemory<byte>? Content, string? Reason)> ReadConfigurationAsync(CancellationToken cancellationToken) => TryAsync(
        async () => (await board.SendAsync(new GetPackageConfigurationRequest(), cancellationToken).ConfigureAwait(false), null));

    /// <summary>Reads and unpacks its description, or the reason why that fails.</summary>
    public Task<(ReadOnlyMemory<byte>? Content, string? Reason)> ReadLayoutAsync(CancellationToken cancellationToken) =>
        TryAsync(async () =>
    {
        var head = await board.SendAsync(new GetPackageLayoutRequest(0, Head), cancellationToken).ConfigureAwait(false);
        if (head.Total is <= Head or > MostPacked)
        {
            return (null, $"it should have {head.Total} bytes");
        }

        List<byte> packed = [.. head.Bytes];
        while (packed.Count < head.Total)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var request = new GetPackageLayoutRequest(packed.Count, Math.Min(GetPackageLayoutRequest.MaxLength, head.Total - packed.Count));
            packed.AddRange((await board.SendAsync(request, cancellationToken).ConfigureAwait(false)).Bytes);
        }

        return ScriptSource.TryUnpack(packed.ToArray()) is { } text ? (text, null) : (null, "it cannot be unpacked");
    });

    /// <summary>Sends it once. The caller reads the result afterwards.</summary>
    public async Task StoreAsync(ReadOnlyMemory<byte> present, ReadOnlyMemory<byte> wanted)
    {
        try
        {
            var request = SetPackageConfigurationRequest.InPlaceOf(present, wanted);
            await board.AskOnceAsync(request, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ReplyTimeoutException)
        {
            await board.AskWhetherItListensAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<(ReadOnlyMemory<byte>? Content, string? Reason)> TryAsync(Func<Task<(byte[]? Content, string? Reason)>> read)
    {
        try
        {
            var (content, reason) = await read().ConfigureAwait(false);
            return (content is null ? null : (ReadOnlyMemory<byte>?)content, reason);
        }
        catch (ReplyTimeoutException)
        {
            await board.AskWhetherItListensAsync(CancellationToken.None).ConfigureAwait(false);
            return (null, "the question for it stayed unanswered");
        }
    }
}
