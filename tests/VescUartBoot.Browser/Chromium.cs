using Microsoft.Playwright;

namespace VescUartBoot.Browser;

/// <summary>Debian's Chromium, without a window.</summary>
/// <remarks>Debian: the package <c>chromium</c>. Without it the tests are skipped, which <c>.ci/run</c> counts as a failure.</remarks>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A page with a profile of its own.</summary>
    public async Task<IPage> OpenAsync(BrowserNewPageOptions? options = null)
    {
        Assert.SkipWhen(_browser is null, "Chromium is not installed (Debian: chromium)");
        var page = await _browser.NewPageAsync(options);
        page.SetDefaultTimeout(60_000);
        return page;
    }

    public async ValueTask InitializeAsync()
    {
        if (File.Exists(Program))
        {
            _playwright = await Playwright.CreateAsync();
            // Chromium has no sandbox of its own as root.
            _browser = await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Program,
                Args = ["--no-sandbox"],
                Timeout = 120_000
            });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
