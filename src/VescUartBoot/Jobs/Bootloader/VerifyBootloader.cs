using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recognition;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>Is the bootloader on the board this very image, byte for byte.</summary>
internal static class VerifyBootloader
{
    /// <summary>Reads the whole sector and compares.</summary>
    /// <inheritdoc cref="CheckBootloader.RunAsync"/>
    public static async Task<VerifyResult> RunAsync(Board board, VerifyOptions options, CancellationToken cancellationToken)
    {
        var session = new JobRun(board, options);
        BootloaderStatus? finding = null;
        var failure = await session.RunAsync(
            async () =>
            {
                await Preflight.BeginAsync(session, cancellationToken).ConfigureAwait(false);
                finding = await BootloaderProbe.FindAsync(session, options.Image is { } image ? [image] : [],
                    cancellationToken).ConfigureAwait(false);
                await session.Motors.FinishAsync(cancellationToken).ConfigureAwait(false);
                CheckBootloader.RequirePresent(finding);
                RequireSame(session, finding, options);
            },
            () => FlashAccessSetup.CloseAsync(session, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        session.Begin(JobPhase.Report);
        return new VerifyResult
        {
            Board = board.Identity,
            Failure = failure,
            Before = finding,
            Image = options.Image,
            Verified = finding?.Method ?? DetectionMethod.None,
            BytesWritten = session.Touch.BytesProgrammed,
            ReadPath = session.Touch.ReadPath,
        };
    }

    private static void RequireSame(JobRun session, BootloaderStatus finding, VerifyOptions options)
    {
        var content = finding.Content!;
        string? wantedHash = options.Image is { } given
            ? ImageValidation.Require(given, session.Options.Catalog)?.Sha256 ?? given.Sha256
            : options.Known?.Sha256;
        bool same = content.Kind is SectorContentKind.Known or SectorContentKind.KnownWithDataBehind
            && (wantedHash is null || content.Sha256 == wantedHash);
        if (!same)
        {
            string wanted = options.Image is { } image ? $"{image.Name} ({image.Sha256[..16]}…)"
                : options.Known?.Id ?? "an image of the catalogue";
            throw new JobStoppedException(
                FailureCode.BootloaderDifferent,
                $"a bootloader is there, but not {wanted}: {finding.Evidence[0]}");
        }
    }
}
