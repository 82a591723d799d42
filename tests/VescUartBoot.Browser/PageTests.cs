using System.Collections.Concurrent;

using Microsoft.Playwright;

using VescUartBoot.Simulator.Boards;
using VescUartBoot.Station.Records;
using VescUartBoot.Station.Tests;

using static Microsoft.Playwright.Assertions;

namespace VescUartBoot.Browser;

/// <summary>The page of the station in a real browser.</summary>
[Trait("Category", "Slow")]
public sealed class PageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int Longest = 300_000;
    private const string Hostile = "<img src=x onerror=a()>";

    // What is on the page at any moment, as a person would see it.
    private const string Watch = """
        window.seen = [];
        addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
          const word = document.querySelector("#board-1 .word")?.textContent;
          if (word && window.seen.at(-1) !== word) window.seen.push(word);
        }).observe(document.body, { subtree: true, childList: true, characterData: true }));
        """;

    [Fact(Timeout = Longest)]
    public async Task Tiles_change_while_boards_are_worked_on_without_a_reload()
    {
        var page = await chromium.OpenAsync();
        await page.AddInitScriptAsync(Watch);
        await using var station = TestStation.Start(2, timing: BoardTiming.Real);
        await page.GotoAsync(AddressOf(station));

        await Expect(page.Locator("#board-1")).ToHaveClassAsync("tile done", new() { Timeout = 60_000 });
        await page.Locator("#board-1 button").ClickAsync();
        await page.WaitForFunctionAsync("() => window.seen.slice(-2).join() === 'WORKING,✔ DONE' && window.seen.length >= 3");

        Assert.Contains("demo/simulated", await page.Locator("#board-1 .text").TextContentAsync(), StringComparison.Ordinal);
        await page.CloseAsync();
    }

    [Theory(Timeout = Longest)]
    [InlineData(1920, 1080, ColorScheme.Light)]
    [InlineData(1920, 1080, ColorScheme.Dark)]
    [InlineData(360, 740, ColorScheme.Light)]
    public async Task Thirty_two_tiles_are_read_from_two_metres_wide_narrow_light_and_dark(int width, int height, ColorScheme scheme)
    {
        var page = await chromium.OpenAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
        await using var station = TestStation.Start(32);
        await station.UntilAllEndedAsync(32);
        await page.GotoAsync(AddressOf(station));

        await Expect(page.Locator(".tile.done")).ToHaveCountAsync(32);
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"),
            "the page is wider than the window");
        Assert.All(await page.Locator(".tile .word").AllTextContentsAsync(), word => Assert.Equal("✔ DONE", word));
        Assert.True(await page.EvaluateAsync<double>("() => parseFloat(getComputedStyle(document.querySelector('.word')).fontSize)") >= 24);
        Assert.Equal(scheme == ColorScheme.Dark, await page.EvaluateAsync<bool>(
            "() => getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3).every(c => c < 80)"));
        await page.CloseAsync();
    }

    [Fact(Timeout = Longest)]
    public async Task A_scanned_serial_number_is_said_to_belong_to_the_board_that_waits()
    {
        using var bench = new RecipeBench();
        await using var station = TestStation.Start(1, recipe: bench.Load(
            """{ "hardware": ["60_MK6"], "bootloader": "keep" }""", """ "serial": { "required": true, "mask": "SN9" }, """));
        var page = await chromium.OpenAsync();
        await page.GotoAsync($"{station.Http.BaseAddress}#token={station.Token.Value}");
        await Expect(page.Locator("#board-1 .text")).ToHaveTextAsync("enter or scan: Serial number");

        await page.GetByRole(AriaRole.Textbox, new() { Name = "Serial number" }).FillAsync("X");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#serialText")).ToHaveTextAsync("The entry does not have the shape SN9.");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Serial number" }).FillAsync("SN1");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#serialText")).ToHaveTextAsync("SN1: board #1");
        await Expect(page.Locator("#board-1 .small")).ToContainTextAsync("Serial number SN1");
        await Expect(page.Locator("#board-1 .word")).Not.ToHaveTextAsync("WAITING");
        await page.CloseAsync();
    }

    [Fact(Timeout = Longest)]
    public async Task The_keyboard_alone_begins_a_job_again()
    {
        var page = await chromium.OpenAsync();
        await using var station = TestStation.Start(1);
        await station.UntilAllEndedAsync(1);
        await page.GotoAsync(AddressOf(station));
        var again = page.GetByRole(AriaRole.Button, new() { Name = "Again board 1" });
        await Expect(again).ToBeVisibleAsync();

        for (int i = 0; i < 20 && !await again.EvaluateAsync<bool>("b => b === document.activeElement"); i++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Board 1 done" })).ToHaveCountAsync(1);
        Assert.Equal(2, station.Records.Find(new RecordQuery()).Count);
        await page.CloseAsync();
    }

    [Fact(Timeout = Longest)]
    public async Task A_name_with_markup_is_text_and_nothing_is_asked_of_another_host()
    {
        var page = await chromium.OpenAsync();
        var asked = new ConcurrentBag<string>();
        var errors = new ConcurrentBag<string>();
        page.Request += (_, request) => asked.Add(request.Url);
        page.PageError += (_, error) => errors.Add(error);
        await using var station = TestStation.Start(1, (_, o) => o with { Hardware = Hostile });
        await station.UntilAllEndedAsync(1);
        await page.GotoAsync(AddressOf(station));

        await Expect(page.Locator("#board-1 h2")).ToContainTextAsync(Hostile);
        await page.GotoAsync($"{station.Http.BaseAddress}history");
        await Expect(page.Locator("#jobs tr")).ToContainTextAsync(Hostile);

        Assert.Equal(0, await page.Locator("img").CountAsync());
        Assert.Empty(errors);
        Assert.NotEmpty(asked);
        Assert.All(asked, url => Assert.StartsWith(station.Http.BaseAddress!.ToString(), url, StringComparison.Ordinal));
        await page.CloseAsync();
    }

    [Fact(Timeout = Longest)]
    public async Task Records_that_wait_for_a_shared_database_are_on_the_page()
    {
        var page = await chromium.OpenAsync();
        using var shared = SharedRecords.Of("Host=127.0.0.1;Port=1;Database=bench;Username=station");
        await using var station = TestStation.Start(1, shared: shared);
        await page.GotoAsync(AddressOf(station));

        await Expect(page.Locator("#outbox")).ToHaveTextAsync("1 record waits on this computer for the shared records");
        await page.CloseAsync();
    }

    [Fact(Timeout = Longest)]
    public async Task The_history_is_searched_shows_the_life_of_one_board_and_draws_yield_and_duration()
    {
        var page = await chromium.OpenAsync();
        await using var station = TestStation.Start(3);
        var tiles = await station.UntilAllEndedAsync(3);
        await page.GotoAsync($"{station.Http.BaseAddress}history");
        await Expect(page.Locator("#jobs tr")).ToHaveCountAsync(3);
        Assert.Equal(1, await page.Locator("#plot polyline").CountAsync());
        Assert.Contains("3 jobs", await page.Locator("#plot").TextContentAsync(), StringComparison.Ordinal);

        await page.Locator("#text").FillAsync(tiles[1].Uuid!);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#jobs tr")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { Name = tiles[1].Uuid }).ClickAsync();

        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("uuid=" + tiles[1].Uuid));
        await Expect(page.Locator("#found")).ToHaveTextAsync("1 job");
        await page.CloseAsync();
    }

    private static string AddressOf(TestStation station) => $"{station.Http.BaseAddress}#token={station.Token.Value}";
}
