using System.Net;
using System.Security.Cryptography;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using VescUartBoot.Images;

namespace VescUartBoot.Catalog;

/// <summary>Fetches the bytes of catalogue images. Bytes with a wrong hash are rejected.</summary>
/// <param name="client">See <see cref="CreateClient"/>.</param>
/// <param name="options">Time-outs and attempts.</param>
/// <param name="time">The clock.</param>
internal sealed class ImageFetcher(HttpClient client, FetchOptions options, TimeProvider time)
{
    private const int MaxRedirections = 5;

    private static readonly TimeSpan _connect = TimeSpan.FromSeconds(10);

    private static readonly ResiliencePropertyKey<Try> _try = new("try");

    private readonly ResiliencePipeline _pipeline = BuildPipeline(options, time);

    /// <summary>A client with the proxy of the system or of <c>HTTPS_PROXY</c>, few redirections, and none from https to http.</summary>
    public static HttpClient CreateClient() =>
        new(new SocketsHttpHandler { ConnectTimeout = _connect, MaxAutomaticRedirections = MaxRedirections })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestHeaders = { { "User-Agent", "vescboot" } },
        };

    /// <summary>Fetches one image.</summary>
    /// <exception cref="ImageRejectedException">The image could not be fetched, or its hash is wrong.</exception>
    public async Task<byte[]> FetchAsync(CatalogEntry entry, ImageOrigin origin, IFetchObserver observer,
        CancellationToken cancellationToken)
    {
        var content = origin switch
        {
            ImageOrigin.Folder folder => ReadFrom(folder, entry, observer),
            ImageOrigin.Mirror mirror =>
                await DownloadAnyAsync(entry, ImageOrigin.PathsOf(entry).Select(p => new Uri(mirror.Address, CatalogSource.Escape(p))),
                    observer, cancellationToken).ConfigureAwait(false),
            _ =>
                await DownloadAnyAsync(entry, [entry.Origin ?? throw NotToBeHad(entry)], observer, cancellationToken).ConfigureAwait(false),
        };
        return Proved(entry, content.Bytes, content.Place);
    }

    private static (byte[] Bytes, string Place) ReadFrom(ImageOrigin.Folder folder, CatalogEntry entry, IFetchObserver observer)
    {
        var places = ImageOrigin.PathsOf(entry).Select(p => Path.Combine([folder.Path, .. p.Split('/')])).ToList();
        string place = places.Find(File.Exists)
            ?? throw new ImageRejectedException("imageNotThere",
                $"{entry.Id} is not in {folder.Path}: neither "
                    + $"{string.Join(" nor ", places.Select(p => Path.GetRelativePath(folder.Path, p)))} is there")
            {
                Id = entry.Id,
                Path = folder.Path,
            };
        using var file = RegularFile.Open(place);
        byte[] bytes = new byte[Math.Min(file.Length, entry.Size + 1)];
        file.ReadExactly(bytes);
        observer.OnBytes(bytes.Length);
        return (bytes, place);
    }

    private async Task<(byte[] Bytes, string Place)> DownloadAnyAsync(CatalogEntry entry, IEnumerable<Uri> addresses,
        IFetchObserver observer, CancellationToken cancellationToken)
    {
        FetchFailedException? missing = null;
        foreach (var address in addresses)
        {
            try
            {
                return (await DownloadAsync(entry, address, observer, cancellationToken).ConfigureAwait(false), address.AbsoluteUri);
            }
            catch (FetchFailedException e) when (e.Status == HttpStatusCode.NotFound)
            {
                missing ??= e;
            }
            catch (FetchFailedException e)
            {
                throw Refused(entry, e);
            }
        }

        throw Refused(entry, missing!);
    }

    private async Task<byte[]> DownloadAsync(CatalogEntry entry, Uri address, IFetchObserver observer, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        var attempt = new Try(entry.Id, observer);
        context.Properties.Set(_try, attempt);
        try
        {
            // Captures its state: native code has a second copy of the whole pipeline for a state of a value type that is passed.
            return await _pipeline.ExecuteAsync(
                async context => await ReadAsync(entry, address, attempt, context.CancellationToken).ConfigureAwait(false),
                context).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException e)
        {
            throw new FetchFailedException($"{address} took longer than {options.WholeTry.TotalSeconds:0.#} s", e);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<byte[]> ReadAsync(CatalogEntry entry, Uri address, Try attempt, CancellationToken cancellationToken)
    {
        using var stall = new CancellationTokenSource(options.Stall, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stall.Token);
        try
        {
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            FetchFailedException.ThrowIfRefused(response, address, time);
            using var body = await response.Content.ReadAsStreamAsync(both.Token).ConfigureAwait(false);

            // One byte more than the image shows that other content was received; its length does not matter.
            byte[] bytes = new byte[entry.Size + 1];
            int held = 0;
            while (held < bytes.Length && await body.ReadAsync(bytes.AsMemory(held), both.Token).ConfigureAwait(false) is > 0 and var count)
            {
                held += count;
                attempt.Add(count);
                stall.CancelAfter(options.Stall);
            }

            return held < entry.Size && response.Content.Headers.ContentLength is null
                ? throw new FetchFailedException($"{address} ended after {held} of {entry.Size} bytes")
                : bytes[..held];
        }
        catch (OperationCanceledException e) when (stall.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new FetchFailedException($"{address} sent nothing for {options.Stall.TotalSeconds:0.#} s", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new FetchFailedException($"{address} cannot be reached: {e.Message}", e);
        }
    }

    private static byte[] Proved(CatalogEntry entry, byte[] bytes, string place)
    {
        if (bytes.Length == entry.Size && Convert.ToHexStringLower(SHA256.HashData(bytes)) == entry.Sha256)
        {
            return bytes;
        }

        string length = bytes.Length > entry.Size ? $"more than its {entry.Size} bytes"
            : bytes.Length < entry.Size ? $"{bytes.Length} of its {entry.Size} bytes" : "other bytes";
        throw new ImageRejectedException(
            "imageHashMismatch",
            $"{place} is not {entry.Id}: {length}, {ImageInspection.Of(ImageFile.Parse(entry.Id, bytes)).Description}")
        {
            Id = entry.Id,
        };
    }

    private static ResiliencePipeline BuildPipeline(FetchOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        return (options.Attempts > 1 ? builder.AddRetry(Retries(options)) : builder)
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.WholeTry })
            .Build();
    }

    private static RetryStrategyOptions Retries(FetchOptions options) => new()
    {
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is TimeoutRejectedException
            || (args.Outcome.Exception is FetchFailedException { MayPass: true } e && e.RetryAfter <= options.LongestPause)),
        MaxRetryAttempts = options.Attempts - 1,
        Delay = options.FirstPause,
        BackoffType = DelayBackoffType.Exponential,
        DelayGenerator = args => ValueTask.FromResult(
            args.Outcome.Exception is FetchFailedException { RetryAfter: var asked } && asked > TimeSpan.Zero ? asked : (TimeSpan?)null),
        OnRetry = args =>
        {
            args.Context.Properties.GetValue(_try, null!).Repeat(args.AttemptNumber + 2, args.Outcome.Exception!.Message);
            return default;
        },
    };

    private static ImageRejectedException NotToBeHad(CatalogEntry entry) =>
        new("imageNotThere", $"{entry.Id} cannot be fetched: the catalogue names no origin for it") { Id = entry.Id };

    private static ImageRejectedException Refused(CatalogEntry entry, FetchFailedException e) =>
        new("fetchFailed", $"{entry.Id} could not be fetched: {e.Message}", e) { Id = entry.Id, Origin = entry.Origin };

    /// <summary>Bytes received so far in the attempts for one image.</summary>
    private sealed class Try(string what, IFetchObserver observer)
    {
        private int _bytes;

        public void Add(int count)
        {
            _bytes += count;
            observer.OnBytes(count);
        }

        public void Repeat(int attempt, string reason)
        {
            observer.OnRetry(what, attempt, reason, _bytes);
            _bytes = 0;
        }
    }
}
