using System.Net;
using System.Security.Cryptography;
using VescUartBoot.Catalog;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Jobs;

/// <summary>Which bootloader an install takes when none was given, and where its bytes come from.</summary>
public sealed class BootloaderResolverTests : IDisposable
{
    private const string GenericId = "vesc/generic-2030";
    private const string SixtyId = "vesc/60-2030";

    private static readonly byte[] _generic = SyntheticImages.Bootloader(seed: 21);
    private static readonly byte[] _sixty = SyntheticImages.Bootloader(seed: 22);

    private readonly TemporaryFolder _folder = new();
    private readonly ImageStore _store;
    private readonly OneFileServer _server = new(_sixty);
    private readonly HttpClient _client;

    public BootloaderResolverTests()
    {
        _store = new ImageStore(_folder.Path);
        _client = new HttpClient(_server);
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("60_MK6", SixtyId, "the build for 60_MK6")]
    [InlineData("60_mk6", SixtyId, "the build for 60_mk6")]
    [InlineData("UBOX_V2", GenericId, "the generic build for every STM32F405 motor controller")]
    public void The_build_that_lists_the_hardware_is_installed_else_the_generic_one(string hardware, string id, string why)
    {
        _store.Add(_generic);
        _store.Add(_sixty);
        using var bench = JobBench.On($"fw=6.05&timing=off&hw={hardware}");

        var result = Install(bench, offline: true);

        Assert.Null(result.Failure);
        Assert.Equal(id, result.Image!.Name);
        Assert.Equal(new JobEvent.ImageChosen(id, why), Assert.Single(bench.Events.OfType<JobEvent.ImageChosen>()));
        Assert.DoesNotContain(JobQuestion.Fetch, bench.Questions);
        bench.AssertSectorHolds(id == SixtyId ? _sixty : _generic);
    }

    [Fact]
    public void What_is_not_in_the_store_is_fetched_into_it_if_the_owner_agrees()
    {
        using var bench = JobBench.On("fw=6.05&timing=off&hw=60_MK6");

        var result = Install(bench);

        Assert.Null(result.Failure);
        Assert.Contains(JobQuestion.Fetch, bench.Questions);
        Assert.Contains(JobPhase.Fetch, bench.Phases);
        Assert.Equal(["http://nowhere.invalid/c0ffee/bootloaders/60.bin"], _server.Asked);
        Assert.Equal(_sixty, _store.Read(HashOf(_sixty)).Content);
        bench.AssertSectorHolds(_sixty);
    }

    [Fact]
    public void Without_a_yes_nothing_is_fetched_and_the_one_command_that_mends_it_is_named()
    {
        using var bench = JobBench.On("fw=6.05&timing=off&hw=60_MK6", o => o with { Lisp = new byte[100] });
        bench.Yes = false;
        string asked = "";
        bench.OnQuestion = (_, text, _) => asked = text;

        var result = Install(bench);

        Refused(result, "imageMissing", "vescboot bundle fetch vesc/60-2030", "nothing on the board was changed");
        Assert.StartsWith($"Download vesc/60-2030 (the build for 60_MK6), {_sixty.Length} bytes, from ", asked,
            StringComparison.Ordinal);
        Assert.EndsWith("fetching it was declined", result.Failure!.Message);
        Assert.Empty(_server.Asked);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void Offline_nothing_is_asked_and_nothing_is_fetched()
    {
        using var bench = JobBench.On("fw=6.05&timing=off&hw=60_MK6");

        var result = Install(bench, offline: true);

        Refused(result, "imageMissing", "vescboot bundle fetch vesc/60-2030");
        Assert.EndsWith("fetching it was not allowed", result.Failure!.Message);
        Assert.DoesNotContain(JobQuestion.Fetch, bench.Questions);
        Assert.Empty(_server.Asked);
        bench.AssertUnchangedExcept(9);
    }

    [Fact]
    public void A_board_with_a_bootloader_is_refused_before_anything_is_fetched()
    {
        using var bench = JobBench.On("fw=6.05&timing=off&hw=60_MK6&bootloader=present");

        var result = Install(bench);

        Assert.Equal(FailureCode.BootloaderPresent, result.Failure!.Code);
        Assert.Empty(_server.Asked);
        Assert.DoesNotContain(JobQuestion.Fetch, bench.Questions);
    }

    [Fact]
    public void What_comes_and_does_not_match_is_never_written()
    {
        _server.Content = SyntheticImages.Bootloader(seed: 23);
        using var bench = JobBench.On("fw=6.05&timing=off&hw=60_MK6");

        var result = Install(bench);

        Refused(result, "imageHashMismatch",
            "nothing was stored; use another source: vescboot bundle fetch vesc/60-2030 --from URL|DIR");
        Assert.Empty(_store.List());
        bench.AssertUnchangedExcept(9);
    }

    [Fact]
    public void A_damaged_file_in_the_store_is_told_and_fetched_again()
    {
        _store.Add(_sixty);
        File.WriteAllBytes(_store.PathOf(HashOf(_sixty)), _generic);
        using var bench = JobBench.On("fw=6.05&timing=off&hw=60_MK6");

        Assert.Null(Install(bench).Failure);

        Assert.Contains("storeDamaged", bench.Warnings);
        Assert.Single(_server.Asked);
        bench.AssertSectorHolds(_sixty);
    }

    [Fact]
    public void An_image_that_is_not_approved_is_neither_fetched_nor_written()
    {
        using var bench = JobBench.On("fw=6.05&timing=off&hw=60_MK6");

        var result = Install(bench, approved: ApprovedImages.Parse("lock", new StringReader(HashOf(_generic))));

        Refused(result, "imageNotApproved", "use an approved image, or have this one approved");
        Assert.Empty(_server.Asked);
        bench.AssertUnchangedExcept(9);
    }

    [Fact]
    public void The_image_that_was_asked_for_is_taken_whatever_the_hardware()
    {
        _store.Add(_generic);
        using var bench = JobBench.On("fw=6.05&timing=off&hw=60_MK6");

        var result = Install(bench, named: GenericId);

        Assert.Equal((null, GenericId), (result.Failure, result.Image!.Name));
        Assert.Equal("it was requested", Assert.Single(bench.Events.OfType<JobEvent.ImageChosen>()).Why);
    }

    [Fact]
    public void A_board_is_verified_against_a_known_image_without_its_bytes()
    {
        _store.Add(_sixty);
        using var bench = JobBench.On("fw=6.05&timing=off&hw=60_MK6");
        Assert.Null(Install(bench).Failure);

        Assert.Null(Verify(SixtyId).Failure);
        var other = Verify(GenericId).Failure!;
        Assert.Equal(FailureCode.BootloaderDifferent, other.Code);
        Assert.StartsWith("a bootloader is there, but not vesc/generic-2030: ", other.Message);

        VerifyResult Verify(string id) => bench.Run((board, setting, ct) =>
            VerifyBootloader.RunAsync(board, new VerifyOptions { Known = Catalogue.Select(id)[0] }.In(setting with { Catalog = Known }),
                ct));
    }

    private static BootloaderCatalog Known { get; } = new()
    {
        Source = new CatalogSource("a repository", "GPL-3.0", "http://nowhere.invalid/{commit}/{path}"),
        Images = [EntryFor(SixtyId, _sixty, "60.bin", "60", "60_MK6"), EntryFor(GenericId, _generic, "generic.bin", "*")],
    };

    private static ImageCatalog Catalogue { get; } = new(Known, () => FirmwareCatalog.Shipped);

    private static CatalogBootloader EntryFor(string id, byte[] content, string file, params string[] hardware) => new()
    {
        Id = id,
        Family = "vesc",
        Build = file,
        Size = content.Length,
        Sha256 = HashOf(content),
        Compression = true,
        Current = true,
        Hardware = hardware,
        Commit = "c0ffee",
        Path = $"bootloaders/{file}",
    };

    private InstallResult Install(JobBench bench, bool offline = false, string? named = null,
        ApprovedImages? approved = null) => bench.Run((board, setting, ct) =>
    {
        var options = new InstallOptions
        {
            Choice = new BootloaderResolver(Catalogue, new ImageProvider(_store, approved))
            {
                Named = named is null ? null : Catalogue.Select(named)[0],
                Fetcher = offline ? null : () => new ImageFetcher(_client, new FetchOptions { Attempts = 1 }, bench.Clock),
                Observer = new Warnings(bench.Events),
            },
        };
        return InstallBootloader.RunAsync(board, options.In(setting with { Catalog = Known }), ct);
    });

    private static void Refused(JobResult result, string code, string next, string state = "its flash is as it was")
    {
        Assert.Equal(FailureCode.ImageRejected, result.Failure!.Code);
        Assert.Equal((code, next), (result.Failure.Rejection!.Code, ErrorTable.NextAfter(result.Failure.Rejection)));
        Assert.Contains(state, result.Failure.BoardState, StringComparison.Ordinal);
    }

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Answers at once, so that the clock of the simulated board need not move.</summary>
    private sealed class OneFileServer(byte[] content) : HttpMessageHandler
    {
        public byte[] Content { get; set; } = content;

        public List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!.AbsoluteUri);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Content) });
        }
    }

    private sealed class Warnings(List<JobEvent> events) : IFetchObserver
    {
        public void OnBegin(long total) => events.Add(new JobEvent.PhaseStarted(JobPhase.Fetch));

        public void OnDamaged(string message) => events.Add(new JobEvent.Warned("storeDamaged", message));

        public void OnBytes(int count) => Assert.InRange(count, 1, _sixty.Length);

        public void OnRetry(string what, int attempt, string reason, int forgotten) => Assert.Fail(reason);
    }
}
