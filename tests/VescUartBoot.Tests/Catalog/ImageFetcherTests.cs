using System.Security.Cryptography;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Hosting.Store;
using VescUartBoot.Images;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Catalog;

public sealed class ImageFetcherTests
{
    private const string Folder = "STORMCORE_60D+";

    private static readonly byte[] _content = SyntheticImages.Bootloader(seed: 99);

    private static readonly FetchOptions _patient = new()
    {
        FirstPause = TimeSpan.FromMilliseconds(1),
        Stall = TimeSpan.FromSeconds(30),
        WholeTry = TimeSpan.FromSeconds(60)
    };

    // Only for servers that stall on purpose: a busy machine is slow at times.
    private static readonly FetchOptions _impatient = _patient with { Stall = TimeSpan.FromMilliseconds(500) };

    [Fact]
    public async Task An_image_comes_from_the_pinned_commit()
    {
        var (content, server, log) = await FetchAsync((_, _) => WebReply.Ok(_content));
        Assert.Equal(_content, content);
        Assert.Equal(["/c0ffee/7.00/STORMCORE_60D%2B/VESC_default.bin"], server.Paths);
        Assert.Equal(_content.Length, log.Bytes);
    }

    public static TheoryData<string, WebReply, string> Passing => new()
    {
        { "stalls at once", new WebReply([], Hangs: true), "sent nothing for 0.5 s" },
        { "stalls in the middle", new WebReply([.. WebReply.Of("200 OK\r\nContent-Length: 5280").Bytes, .. _content[..1000]], Hangs: true),
            "sent nothing for 0.5 s" },
        { "closes in the middle", WebReply.Of("200 OK\r\nContent-Length: 5280", _content[..1000]), "cannot be reached: " },
        { "closes in the middle and named no length", WebReply.Of("200 OK", _content[..1000]), "ended after 1000 of 5280 bytes" },
        { "closes in the head", new WebReply("HTTP/1.1 200 OK\r\nContent-"u8.ToArray()), "cannot be reached: " },
        { "talks something else", new WebReply("SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray()), "cannot be reached: " },
        { "is overrun", WebReply.Of("429 Too Many Requests"), "answers 429 (too many requests)" },
        { "is overrun and says for how long", WebReply.Of("429 Too Many Requests\r\nRetry-After: 0"), "answers 429 (too many requests)" },
        { "is out of service", WebReply.Of("503 Service Unavailable"), "answers 503 (out of service)" },
    };

    [Theory]
    [MemberData(nameof(Passing), DisableDiscoveryEnumeration = true)]
    public async Task What_may_pass_is_tried_again(string server, WebReply reply, string reason)
    {
        var (content, _, log) = await FetchAsync((_, n) => n < 3 ? reply : WebReply.Ok(_content), reply.Hangs);
        Assert.Equal(_content, content);
        Assert.Equal(2, log.Retries.Count);
        Assert.All(log.Retries, r => Assert.Contains(reason, r, StringComparison.Ordinal));
        Assert.Equal(_content.Length, log.Bytes);
        Assert.NotEmpty(server);
    }

    [Theory]
    [MemberData(nameof(Passing), DisableDiscoveryEnumeration = true)]
    public async Task What_does_not_pass_ends_after_four_tries_with_its_reason(string server, WebReply reply, string reason)
    {
        var (e, requests) = await RefusedAsync((_, _) => reply, reply.Hangs);
        Assert.Equal("fetchFailed", e.Code);
        Assert.StartsWith($"7.00/{Folder} could not be fetched: ", e.Message);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.Equal(4, requests);
        Assert.NotEmpty(server);
    }

    public static TheoryData<WebReply, string> Final => new()
    {
        { WebReply.Of("404 Not Found", "gone"u8.ToArray()), "answers 404 (not found)" },
        { WebReply.Of("403 Forbidden"), "answers 403 (not allowed)" },
        { WebReply.Of("407 Proxy Authentication Required"), "answers 407 (the proxy wants a password)" },
        { WebReply.Of("418 I'm a teapot"), "answers 418 (I'm a teapot)" },
        { WebReply.Of("429 Too Many Requests\r\nRetry-After: 3600"), "answers 429 (too many requests) and asks to wait 3600 s" },
        { WebReply.Of("302 Found"), "answers 302 (redirects too often or without encryption)" },
        { WebReply.Of("206 Partial Content", _content), "answers 206 (Partial Content)" },
    };

    [Theory]
    [MemberData(nameof(Final), DisableDiscoveryEnumeration = true)]
    public async Task What_will_not_pass_is_asked_once(WebReply reply, string reason)
    {
        var (e, requests) = await RefusedAsync((_, _) => reply);
        Assert.Equal("fetchFailed", e.Code);
        Assert.EndsWith(reason, e.Message);
        Assert.Equal(1, requests);
    }

    public static TheoryData<byte[], string> Wrong => new()
    {
        {
            SyntheticImages.Noise(5280, 5),
            "other bytes, neither a bootloader nor a firmware: the addresses at its start are not in the flash of a VESC"
        },
        { SyntheticImages.Bootloader(seed: 98), "other bytes, a bootloader for a motor controller (STM32F405)" },
        { _content[..5279], "5279 of its 5280 bytes, a bootloader for a motor controller (STM32F405)" },
        { [.. _content, 0], "more than its 5280 bytes, a bootloader for a motor controller (STM32F405)" },
        { "<!DOCTYPE html><title>Please log in to the hotel's network</title>"u8.ToArray(),
            "66 of its 5280 bytes, a web page, not the file that it shows: download the raw file" },
        { [], "0 of its 5280 bytes, an empty file" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task What_does_not_match_is_refused_and_called_what_it_is(byte[] body, string what)
    {
        var (e, requests) = await RefusedAsync((_, _) => WebReply.Ok(body));
        Assert.Equal("imageHashMismatch", e.Code);
        Assert.EndsWith($" is not 7.00/{Folder}: {what}", e.Message);
        Assert.Equal(1, requests);
    }

    [Fact]
    public async Task A_server_that_never_stops_sending_is_cut_off()
    {
        byte[] head = WebReply.Of("200 OK\r\nContent-Length: 4294967296").Bytes;
        var (e, _) = await RefusedAsync((_, _) => new WebReply([.. head, .. new byte[100_000]], Hangs: true));
        Assert.Contains("more than its 5280 bytes", e.Message);
    }

    [Fact]
    public async Task A_redirection_is_followed_and_a_circle_is_not()
    {
        var (content, server, _) =
            await FetchAsync((path, _) => path == "/there" ? WebReply.Ok(_content) : WebReply.Of("302 Found\r\nLocation: /there"));
        Assert.Equal(_content, content);
        Assert.Equal("/there", server.Paths.Last());

        var (e, requests) = await RefusedAsync((_, _) => WebReply.Of("301 Moved\r\nLocation: /round"));
        Assert.EndsWith("answers 301 (redirects too often or without encryption)", e.Message);
        Assert.Equal(6, requests);
    }

    [Theory]
    [InlineData("/mirror/7.00/STORMCORE_60D%2B/VESC_default.bin")]
    [InlineData("/mirror/7.00/STORMCORE_60D%2B.bin")]
    public async Task A_mirror_holds_a_clone_or_an_export(string path)
    {
        using var server = new TinyWebServer((p, _) => p == path ? WebReply.Ok(_content) : WebReply.Of("404 Not Found"));
        Assert.Equal(_content, await FetchAsync(server, ImageOrigin.Parse(server.Address + "mirror"), new Log()));
    }

    [Fact]
    public async Task A_mirror_without_the_image_says_where_it_looked_first()
    {
        using var server = new TinyWebServer((_, _) => WebReply.Of("404 Not Found"));
        var e = await Assert.ThrowsAsync<ImageRejectedException>(
            () => FetchAsync(server, ImageOrigin.Parse(server.Address.AbsoluteUri), new Log()));
        Assert.EndsWith("VESC_default.bin answers 404 (not found)", e.Message);
        Assert.Equal(2, server.Paths.Count);
    }

    [Theory]
    [InlineData("7.00/STORMCORE_60D+/VESC_default.bin")]
    [InlineData("7.00/STORMCORE_60D+.bin")]
    public async Task A_folder_holds_a_clone_or_an_export(string path)
    {
        using var folder = new TemporaryFolder();
        folder.Write(path, _content);
        Assert.Equal(_content, await FetchAsync(server: null, ImageOrigin.Parse(folder.Path), new Log()));
    }

    [Fact]
    public async Task A_folder_with_another_file_or_none_is_refused()
    {
        using var folder = new TemporaryFolder();
        var missing = await Assert.ThrowsAsync<ImageRejectedException>(() => FetchAsync(null, ImageOrigin.Parse(folder.Path), new Log()));
        Assert.Equal(("imageNotThere", true),
            (missing.Code, missing.Message.StartsWith($"7.00/{Folder} is not in {folder.Path}: neither ", StringComparison.Ordinal)));

        string path = folder.Write($"7.00/{Folder}.bin", SyntheticImages.Bootloader(seed: 5));
        var other = await Assert.ThrowsAsync<ImageRejectedException>(() => FetchAsync(null, ImageOrigin.Parse(folder.Path), new Log()));
        Assert.Equal($"{path} is not 7.00/{Folder}: other bytes, a bootloader for a motor controller (STM32F405)", other.Message);
    }

    [Theory]
    [InlineData("ftp://host/x")]
    [InlineData("no-such-folder")]
    [InlineData("")]
    public void An_origin_is_an_address_or_a_folder(string text) =>
        Assert.Equal("originNotFound", Assert.Throws<ImageRejectedException>(() => ImageOrigin.Parse(text)).Code);

    [Fact]
    public async Task It_stops_when_it_is_told_to()
    {
        using var stop = new CancellationTokenSource();
        using var server = new TinyWebServer((_, _) =>
        {
            stop.Cancel();
            return new WebReply([], Hangs: true);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => FetchAsync(server, new ImageOrigin.Pinned(), new Log(), cancellationToken: stop.Token));
    }

    private static async Task<(byte[] Content, TinyWebServer Server, Log Log)> FetchAsync(Func<string, int, WebReply> answer,
        bool stalls = false)
    {
        using var server = new TinyWebServer(answer);
        var log = new Log();
        return (await FetchAsync(server, new ImageOrigin.Pinned(), log, stalls: stalls), server, log);
    }

    private static async Task<(ImageRejectedException Refusal, int Requests)> RefusedAsync(Func<string, int, WebReply> answer,
        bool stalls = false)
    {
        using var server = new TinyWebServer(answer);
        var e = await Assert.ThrowsAsync<ImageRejectedException>(
            () => FetchAsync(server, new ImageOrigin.Pinned(), new Log(), stalls: stalls));
        return (e, server.Paths.Count);
    }

    [Fact]
    public async Task One_try_is_one_try()
    {
        using var server = new TinyWebServer((_, _) => WebReply.Of("503 Service Unavailable"));
        using var client = ImageFetcher.CreateClient();
        var fetcher = new ImageFetcher(client, _patient with { Attempts = 1 }, TimeProvider.System);
        await Assert.ThrowsAsync<ImageRejectedException>(
            () => fetcher.FetchAsync(EntryAt(server.Address), new ImageOrigin.Pinned(), new Log(), TestContext.Current.CancellationToken));
        Assert.Single(server.Paths);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 40)]
    public async Task Where_nobody_answers_the_rest_is_not_tried_and_where_some_are_missing_it_is(bool silent, int asked)
    {
        using var server = new TinyWebServer((_, _) => silent
            ? new WebReply("SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray())
            : WebReply.Of("404 Not Found"));
        using var client = ImageFetcher.CreateClient();
        using var folder = new TemporaryFolder();
        var fetch = new BundleFetch(
            new ImageProvider(new ImageStore(folder.Path)), new ImageFetcher(client, _patient with { Attempts = 1 }, TimeProvider.System),
            new ImageOrigin.Pinned(), atOnce: 1);
        var entry = EntryAt(server.Address);

        var result = await fetch.RunAsync(
            Enumerable.Range(0, 40).Select(i => entry with { Id = $"7.00/{i}", Sha256 = i.ToString("x64", null) }),
            new Log { MayBegin = true }, TestContext.Current.CancellationToken);

        Assert.Equal((40, asked), (result.Failures.Count, server.Paths.Count));
        Assert.StartsWith("7.00/0 could not be fetched: ", result.Failures[0].Reason.Message);
        Assert.Equal(silent, result.Failures[^1].Reason.Message == "7.00/39 was not tried: nobody answers there");
    }

    private static async Task<byte[]> FetchAsync(TinyWebServer? server, ImageOrigin origin, Log log, bool stalls = false,
        CancellationToken cancellationToken = default)
    {
        using var client = ImageFetcher.CreateClient();
        return await new ImageFetcher(client, stalls ? _impatient : _patient, TimeProvider.System).FetchAsync(EntryAt(server?.Address),
            origin, log, cancellationToken);
    }

    private static CatalogEntry EntryAt(Uri? address)
    {
        var source = new CatalogSource("a repository", "GPL-3.0",
            $"{address?.AbsoluteUri ?? "http://nowhere.invalid/"}{{commit}}/{{path}}");
        string path = $"7.00/{Folder}/VESC_default.bin";
        return new CatalogEntry($"7.00/{Folder}", ImageKind.Firmware, BoardFamily.Vesc, _content.Length,
            Convert.ToHexStringLower(SHA256.HashData(_content)))
        {
            Source = source,
            Path = path,
            Origin = source.AddressOf("c0ffee", path),
        };
    }

    private sealed class Log : IFetchObserver
    {
        public List<string> Retries { get; } = [];

        public int Bytes { get; private set; }

        public bool MayBegin { get; init; }

        public void OnBegin(long total) => Assert.True(MayBegin, "one image has no total");

        public void OnDamaged(string message) => Assert.Fail(message);

        public void OnBytes(int count) => Bytes += count;

        public void OnRetry(string what, int attempt, string reason, int forgotten)
        {
            Retries.Add(reason);
            Bytes -= forgotten;
        }
    }
}
