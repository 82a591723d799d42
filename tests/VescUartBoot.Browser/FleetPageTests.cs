using System.Text.Json.Nodes;

using Microsoft.Playwright;

using VescUartBoot.Station.Fleet;
using VescUartBoot.Station.Tests;
using VescUartBoot.Station.Web;

using static Microsoft.Playwright.Assertions;

namespace VescUartBoot.Browser;

/// <summary>The page of the fleet in a real browser, with a real message server.</summary>
[Trait("Category", "Slow")]
public sealed class FleetPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int Longest = 300_000;
    private const string Hostile = "<img src=x onerror=a()>";

    [Fact(Timeout = Longest)]
    public async Task A_rollout_that_stops_is_shown_with_its_reasons_and_resumed_and_aborted_by_keyboard()
    {
        await using var fleet = new TestFleet();
        var station = fleet.Join(fleet.Options("a"), 6,
            (i, o) => o with { Firmware = i < 2 ? "6.02" : "6.05", Bootloader = new byte[] { 1, 2, 3, 4 } });
        await fleet.UntilKnownAsync(6);
        await fleet.StartAsync("stops", json =>
        {
            json["limits"]!["atOnce"] = 1;
            json["madeBy"] = Hostile;
            json["deploymentGroups"]![1]!["name"] = Hostile;
        });
        var token = new AccessToken();
        await using var app = await station.ServeAsync(token);
        var page = await chromium.OpenAsync(new() { ViewportSize = new() { Width = 360, Height = 740 } });
        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await page.GotoAsync($"http://127.0.0.1:{StationServer.PortOf(app)}/fleet#token={token.Value}");

        var rollout = page.Locator("#rollout-stops");
        await Expect(rollout.Locator(".word")).ToHaveTextAsync("❚❚ PAUSED");
        await Expect(rollout.Locator(".text")).ToHaveTextAsync("error threshold: 1 board failed, the limit is 1");
        await Expect(rollout.Locator("li").First).ToContainTextAsync("✘ 1 failed");
        await Expect(rollout.Locator("summary")).ToHaveTextAsync("1 failed or silent");
        await Expect(rollout).ToContainTextAsync(Hostile);
        await Expect(page.Locator("#plotText")).ToContainTextAsync("4 boards with 6.05");
        Assert.Equal(2, await page.Locator("#plot polygon").CountAsync());
        await Expect(page.Locator("#stations tr")).ToHaveCountAsync(1);
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));

        await PressAsync(page, "Resume rollout stops");
        await Expect(rollout.Locator("summary")).ToHaveTextAsync("2 failed or silent");
        await Expect(rollout.Locator(".word")).ToHaveTextAsync("❚❚ PAUSED");
        await PressAsync(page, "Abort rollout stops");
        await Expect(rollout.Locator(".word")).ToHaveTextAsync("■ ABORTED");
        await Expect(page.Locator("#spoken")).ToContainTextAsync("Rollout stops aborted: aborted by the page of a");
        Assert.Equal(0, await rollout.GetByRole(AriaRole.Button).CountAsync());
        Assert.Equal(0, await page.Locator("img").CountAsync());

        fleet.Nats.Kill();
        await Expect(page.Locator("#link")).ToContainTextAsync("The server of the fleet is not reached");
        fleet.Nats.Return();
        await Expect(page.Locator("#link")).ToBeHiddenAsync();
        await page.CloseAsync();
    }

    [Fact(Timeout = Longest)]
    public async Task Without_a_fleet_the_page_says_how_to_join_one_and_without_the_token_nothing_is_changed_there()
    {
        var page = await chromium.OpenAsync();
        await using var station = TestStation.Start(0);
        await page.GotoAsync($"{station.Http.BaseAddress}fleet");
        await Expect(page.Locator("#link")).ToContainTextAsync("This station is in no fleet");
        await Expect(page.Locator("main")).ToBeHiddenAsync();

        await using var fleet = new TestFleet();
        var joined = fleet.Join(fleet.Options("a"), 2);
        await fleet.UntilKnownAsync(2);
        await fleet.StartAsync("seen");
        await fleet.UntilAsync("seen", RolloutPhase.Finished);
        await using var app = await joined.ServeAsync(new AccessToken());
        await page.GotoAsync($"http://127.0.0.1:{StationServer.PortOf(app)}/fleet");
        await Expect(page.Locator("#rollout-seen .word")).ToHaveTextAsync("✔ FINISHED");
        Assert.Equal(0, await page.GetByRole(AriaRole.Button).CountAsync());
        await page.CloseAsync();
    }

    [Fact(Timeout = Longest)]
    public async Task A_keyboard_keeps_its_place_and_a_fleet_without_a_coordinator_says_so()
    {
        await using var fleet = new TestFleet();
        var leader = fleet.Join(fleet.Options("a"), 2);
        var station = fleet.Join(fleet.Options("b", coordinates: false), 0);
        await fleet.UntilKnownAsync(2);
        await fleet.StartAsync("waits", json => json["maintenance"] = new JsonObject
        {
            ["timeZone"] = "UTC",
            ["windows"] = new JsonArray(new JsonObject
            {
                ["from"] = $"{DateTime.UtcNow.AddHours(2):HH:mm}",
                ["to"] = $"{DateTime.UtcNow.AddHours(3):HH:mm}",
            }),
        });
        var token = new AccessToken();
        await using var app = await station.ServeAsync(token);
        var page = await chromium.OpenAsync(new() { ViewportSize = new() { Width = 360, Height = 740 }, ColorScheme = ColorScheme.Dark });
        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await page.GotoAsync($"http://127.0.0.1:{StationServer.PortOf(app)}/fleet#token={token.Value}");
        await Expect(page.Locator("#who")).ToHaveTextAsync("a coordinates");

        await PressAsync(page, "Pause rollout waits");
        var resume = page.GetByRole(AriaRole.Button, new() { Name = "Resume rollout waits" });
        await Expect(resume).ToBeFocusedAsync();
        Assert.Equal("4px", await resume.EvaluateAsync<string>("b => getComputedStyle(b).outlineWidth"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Pause rollout waits" })).ToBeFocusedAsync();

        await leader.StopAsync();
        await Expect(page.Locator("#still")).ToContainTextAsync("No coordinator has answered since 20");
        await Expect(page.Locator("#who")).ToBeEmptyAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
        leader.Start();
        await Expect(page.Locator("#still")).ToBeHiddenAsync();

        await PressAsync(page, "Abort rollout waits");
        await Expect(page.Locator("#rollout-waits h3")).ToBeFocusedAsync();
        await page.CloseAsync();
    }

    private static async Task PressAsync(IPage page, string name)
    {
        var button = page.GetByRole(AriaRole.Button, new() { Name = name });
        await Expect(button).ToBeVisibleAsync();
        for (int i = 0; i < 20 && !await button.EvaluateAsync<bool>("b => b === document.activeElement"); i++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        await page.Keyboard.PressAsync("Enter");
    }
}
