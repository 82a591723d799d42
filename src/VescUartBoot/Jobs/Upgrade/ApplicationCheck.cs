using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>After an upgrade: compares the application with the image, and makes an image that is still staged harmless.</summary>
internal static class ApplicationCheck
{
    // At its first start the application writes a flag and its checksum here, at the end of its image.
    private const int CheckWords = 8;

    // The vectors and the first code: addresses that move with each build.
    private const int FirstBytes = 1024;

    /// <summary>Compares all sectors of the application byte for byte, except for bytes that the first start changes.</summary>
    /// <returns>Number of different bytes.</returns>
    public static async Task<int> CompareAsync(JobRun session, ReadOnlyMemory<byte> image)
    {
        session.Begin(JobPhase.Verify);
        return await CompareAsync(session, image, JobPhase.Verify, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Whether the board runs exactly this image. Another one usually differs in its first bytes, so a look at these
    /// decides.</summary>
    public static async Task<bool> RunsAsync(JobRun session, ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
    {
        var head = FlashMap.Vectors.First(Math.Min(FirstBytes, image.Length));
        byte[] content = await session.Path!.ReadAsync(head, progress: null, cancellationToken).ConfigureAwait(false);
        return image.Span.StartsWith(content)
            && await CompareAsync(session, image, JobPhase.Check, cancellationToken).ConfigureAwait(false) == 0;
    }

    private static async Task<int> CompareAsync(JobRun session, ReadOnlyMemory<byte> image, JobPhase phase,
        CancellationToken cancellationToken)
    {
        var ranges = RangesOf(image.Length);
        var progress = session.ProgressOf(phase, ranges.Sum(r => r.Length));
        int differences = 0;
        long done = 0;
        foreach (var range in ranges)
        {
            long before = done;
            byte[] content = await session.Path!.ReadAsync(range, new Offset(progress, before), cancellationToken).ConfigureAwait(false);
            differences += CountInRange(content, image.Span.Slice(range.Start.Offset, range.Length));
            done += range.Length;
        }

        return differences;
    }

    /// <summary>Compares an application that was read with an image, but for the settings and what the first start changes.</summary>
    /// <param name="application">The whole region.</param>
    /// <param name="image">The image.</param>
    /// <returns>How many bytes differ.</returns>
    public static int CountDifferences(ReadOnlySpan<byte> application, ReadOnlySpan<byte> image)
    {
        int differences = 0;
        foreach (var range in RangesOf(image.Length))
        {
            int start = range.Start.Offset;
            differences += CountInRange(application.Slice(start, range.Length), image.Slice(start, range.Length));
        }

        return differences;
    }

    /// <summary>Makes an image that is still staged harmless: 4 zero bytes over its length, without an erase.</summary>
    /// <remarks>
    /// Only over our own header: from 6.02 on that sector may hold other content by now. Up to 5.02 it never holds other content, and it
    /// cannot be read.
    /// </remarks>
    public static async Task DefuseAsync(JobRun session, bool notApplied)
    {
        try
        {
            session.Touch.Defused = await TryDefuseAsync(session, notApplied).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ReplyTimeoutException or LinkLostException)
        {
            // The result of the jump is known; this is only a cleanup.
        }

        if (!session.Touch.Defused)
        {
            session.Warn("stagedImage",
                "the firmware that was uploaded still waits in flash: another restart through the bootloader would install it and reset "
                    + "all settings");
        }
    }

    /// <summary>Whether staging holds all bytes sent, checked only on a fast link; the jump changed nothing there.</summary>
    public static async Task<bool?> IsStagedWholeAsync(JobRun session)
    {
        if (session.Path is not { } path || session.Board.Pace.Window == 1)
        {
            return null;
        }

        byte[] expected = session.Staged.ToArray();
        byte[] content = await path.ReadAsync(FlashMap.Staging.First(expected.Length), progress: null,
            CancellationToken.None).ConfigureAwait(false);
        if (session.Touch.OpenedIn is { } opened && opened.Sector.Start.Offset - FlashMap.Staging.Start.Offset is >= 0 and var at
            && at < expected.Length)
        {
            // Our own zeros, which opened the way to read.
            int zeros = Math.Min(ReadCodeRequest.HeaderLength, expected.Length - at);
            expected.AsSpan(at, zeros).Clear();
            content.AsSpan(at, zeros).Clear();
        }

        return content.AsSpan().SequenceEqual(expected);
    }

    private static async Task<bool> TryDefuseAsync(JobRun session, bool notApplied)
    {
        if (session.Path is { } path)
        {
            byte[] head = await path.ReadAsync(FlashMap.Staging.First(StagedHeader.HeaderLength), progress: null,
                CancellationToken.None).ConfigureAwait(false);
            return !head.AsSpan().SequenceEqual(session.Staged.Span[..head.Length])
                || await StagingArea.InvalidateAsync(session.Board).ConfigureAwait(false);
        }

        // If the old firmware came back, no other program has written there since the upload.
        bool isOurs = session.Board.Capabilities.IsKnown || notApplied;
        return isOurs && session.Board.Capabilities.CodeSectors.Count == 0
            && await StagingArea.InvalidateAsync(session.Board).ConfigureAwait(false);
    }

    // Without the settings, which lie in the middle.
    private static List<FlashRange> RangesOf(int imageLength)
    {
        int settingsEnd = FlashMap.Settings.Start.Offset + FlashMap.Settings.Length;
        int end = imageLength - (FlashMap.IsReleaseLength(imageLength) ? CheckWords : 0);
        List<FlashRange> ranges = [FlashMap.Vectors.First(Math.Min(FlashMap.Vectors.Length, end))];
        if (end > settingsEnd)
        {
            ranges.Add(FlashRange.From(FlashMap.Vectors.Start.Plus(settingsEnd), end - settingsEnd));
        }

        return ranges;
    }

    private static int CountInRange(ReadOnlySpan<byte> content, ReadOnlySpan<byte> expected)
    {
        int count = 0;
        for (int at = content.CommonPrefixLength(expected); at < content.Length; at++)
        {
            count += content[at] == expected[at] ? 0 : 1;
        }

        return count;
    }

    private sealed class Offset(IProgress<long> inner, long start) : IProgress<long>
    {
        public void Report(long value) => inner.Report(start + value);
    }
}
