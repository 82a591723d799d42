using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>Chooses the bootloader for a board and provides its bytes: from the store, otherwise from its origin if the user
/// agrees.</summary>
/// <param name="catalogue">The known bootloaders.</param>
/// <param name="supply">The store.</param>
internal sealed class BootloaderResolver(ImageCatalog catalogue, ImageProvider supply)
{
    /// <summary>The requested image; <see langword="null"/> for the one that fits the board.</summary>
    public CatalogEntry? Named { get; init; }

    /// <summary>Fetches an image that is not in the store; <see langword="null"/> if it must be there.</summary>
    public Func<ImageFetcher>? Fetcher { get; init; }

    /// <summary>Receives the progress of the fetch.</summary>
    public required IFetchObserver Observer { get; init; }

    /// <summary>The current bootloader of the shipped catalogue, from the given images.</summary>
    public static BootloaderResolver For(InstallOptions options, ImageProvider images) => new(ImageCatalog.Shipped, images)
    {
        Fetcher = images.Fetcher,
        Observer = new FetchReport(options.Progress),
    };

    /// <summary>Finds it.</summary>
    /// <exception cref="ImageRejectedException">It is not here and may not or cannot be fetched, or it is not approved.</exception>
    public Task<ResolvedBootloader> ForAsync(BoardIdentity board, JobOptions options, CancellationToken cancellationToken) =>
        ForAsync(board.Hardware, options, cancellationToken);

    /// <inheritdoc cref="ForAsync(BoardIdentity, JobOptions, CancellationToken)"/>
    public async Task<ResolvedBootloader> ForAsync(string? board, JobOptions options, CancellationToken cancellationToken)
    {
        var entry = Named ?? catalogue.EntryOf(options.Catalog.ChooseFor(board));
        string why = Named is not null ? ImageAcquisition.Requested
            : board is not { } hardware
                ? "the generic build for every STM32F405 motor controller, as the board reports no hardware name"
            : entry.Serves(hardware) ? $"the build for {hardware}"
            : "the generic build for every STM32F405 motor controller";
        byte[] content = await new ImageAcquisition(supply, Fetcher, Observer).BringAsync(entry, why, options,
            cancellationToken).ConfigureAwait(false);
        return new ResolvedBootloader(BootloaderImage.Parse(entry.Id, content), why);
    }
}
