using System.Globalization;
using System.Security.Cryptography;
using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.IO;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Reads a region of flash.</summary>
internal static class DumpFlash
{
    private const int Reads = 4;

    /// <summary>The regions that have a name.</summary>
    public static IReadOnlyList<(string Name, FlashRange Range)> Regions { get; } =
    [
        ("bootloader", FlashMap.Bootloader),
        ("app", FlashMap.Application),
        ("settings", FlashMap.Settings),
        ("staging", FlashMap.Staging),
    ];

    /// <summary>Reads <c>bootloader</c>, <c>app</c>, <c>settings</c>, <c>staging</c>, or <c>START:LENGTH</c> in flash, each decimal or with
    /// 0x.</summary>
    /// <returns>The region; <see langword="null"/> if the text is none of these, or the region exceeds flash.</returns>
    public static FlashRange? ParseRegion(string word)
    {
        foreach (var (name, range) in Regions)
        {
            if (name.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return range;
            }
        }

        string[] parts = word.Split(':');
        return parts.Length == 2 && Number(parts[0]) is { } start && Number(parts[1]) is { } length
            && start >= FlashAddress.Start && length >= 1 && start + length <= FlashAddress.Start + FlashAddress.Size
            ? FlashRange.From(FlashAddress.At((uint)start), (int)length)
            : null;
    }

    /// <summary>Reads the region and passes it to <see cref="DumpOptions.Save"/>.</summary>
    /// <inheritdoc cref="BackupBoard.RunAsync"/>
    public static async Task<DumpResult> RunAsync(Board board, DumpOptions options, CancellationToken cancellationToken)
    {
        var session = new JobRun(board, options);
        var result = new DumpResult { Board = board.Identity };
        var failure = await session.RunAsync(
            async () =>
            {
                await Preflight.RunAsync(session, cancellationToken).ConfigureAwait(false);
                session.Begin(JobPhase.Check);
                if (await FlashAccessSetup.OpenAsync(session, cancellationToken).ConfigureAwait(false) is { } closed)
                {
                    throw new JobStoppedException(FailureCode.FlashUnreadable,
                        $"flash cannot be read: {string.Join("; ", closed.Evidence)}")
                    { WayToTell = closed.WayToTell };
                }

                session.Begin(JobPhase.Dump);
                byte[] content = await ReadAsync(session, options.Range, cancellationToken).ConfigureAwait(false);
                TakeOutOurZeros(session, options.Range, content);
                result = result with { Dumped = options.Range, Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)) };
                result = result with { SavedTo = Save(options, content) };
            },
            () => FlashAccessSetup.CloseAsync(session, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        session.Begin(JobPhase.Report);
        return result with { Failure = failure, BytesWritten = session.Touch.BytesProgrammed, ReadPath = session.Touch.ReadPath };
    }

    // On a link with corrupt frames, one may pass with a matching checksum by chance: then two reads must agree.
    private static async Task<byte[]> ReadAsync(JobRun session, FlashRange range, CancellationToken cancellationToken)
    {
        var statistics = session.Board.Statistics;
        byte[]? before = null;
        for (int read = 1; read <= Reads; read++)
        {
            long corrupt = statistics.CorruptFrames;
            byte[] now = await session.Path!.ReadAsync(range, session.ProgressOf(JobPhase.Dump, range.Length),
                cancellationToken).ConfigureAwait(false);
            if (statistics.CorruptFrames == corrupt || (before is not null && now.AsSpan().SequenceEqual(before)))
            {
                return now;
            }

            before = now;
        }

        throw new JobStoppedException(FailureCode.LinkTooBad, $"{Reads} reads of the region differ on this link");
    }

    // The file has the content from before this job, or an earlier one, opened the flash for reading.
    private static void TakeOutOurZeros(JobRun session, FlashRange range, Span<byte> content)
    {
        var code = session.Touch.OpenedIn ?? session.Path!.Code;
        int at = code.Sector.Start.Offset - range.Start.Offset;
        int from = Math.Max(at, 0);
        int to = Math.Min(at + ReadCodeRequest.HeaderLength, content.Length);
        if (code.Store == CodeStore.Qml && from < to && !content[from..to].ContainsAnyExcept((byte)0))
        {
            content[from..to].Fill(ErasedFlash.Value);
            session.Warn(
                "ourZerosInDump",
                $"the {to - from} zero bytes at {range.Start.Plus(from)} are ours: they opened the flash for reading; the file holds 0xFF "
                    + "there, as the board did before");
        }
    }

    private static string Save(DumpOptions options, byte[] content)
    {
        try
        {
            return options.Save(content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JobStoppedException(FailureCode.SaveFailed,
                $"the region was read, but could not be saved: {IOErrorText.OfWriting(e)}");
        }
    }

    private static long? Number(string text)
    {
        bool hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return uint.TryParse(hex ? text[2..] : text, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, null, out uint number)
            ? number
            : null;
    }
}
