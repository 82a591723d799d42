using System.Text;
using System.Text.Json;

using Json.Schema;

using VescUartBoot.Chip;
using VescUartBoot.Station.Fleet;

namespace VescUartBoot.Station.Tests;

public sealed class FleetDocumentTests
{
    private const string Hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private const string Sound = $$"""
        {
          "schema": 1, "name": "mk6-7-00", "madeBy": "Ada", "approvedBy": "Grace", "notAfter": "2026-12-31T00:00:00Z",
          "targetFilter": { "hardware": ["60_MK6", "75*"], "firmware": { "from": "5.00", "below": "7.00" },
            "exclude": ["3a002b000f51383036340001"], "tags": ["night"] },
          "target": { "firmware": "7.00", "recipe": "r.json", "files": { "r.json": "{{Hash}}" } },
          "deploymentGroups": [ { "name": "canaries", "count": 2, "successThreshold": 50 }, { "name": "half", "share": 50 },
            { "name": "rest" } ],
          "maintenance": { "timeZone": "Europe/Berlin", "windows": [ { "days": ["friday"], "from": "22:00", "to": "05:00" } ] },
          "limits": { "atOnce": 4, "perSite": 2 },
          "errorThreshold": { "failures": 2, "share": 20, "silenceMinutes": 30 }
        }
        """;

    private static readonly JsonSchema _schema = JsonSchema.FromText(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schemas", "rollout.json")));

    [Fact]
    public void A_sound_rollout_is_read()
    {
        Assert.True(IsValid(Sound));
        var document = Parse(Sound);
        Assert.Equal(("mk6-7-00", 4, DayOfWeek.Friday), (document.Name, document.Limits.AtOnce, document.Maintenance!.Windows[0].Days[0]));
    }

    [Theory]
    [InlineData("\"schema\": 1", "\"schema\": 2")]
    [InlineData("mk6-7-00", "mk6.7")]
    [InlineData("\"Grace\"", "\"\"")]
    [InlineData("2026-12-31T00:00:00Z", "soon")]
    [InlineData("[\"60_MK6\", \"75*\"]", "[]")]
    [InlineData("\"3a002b000f51383036340001\"", "\"3a\"")]
    [InlineData("\"tags\"", "\"tag\"")]
    [InlineData("\"count\": 2", "\"count\": 0")]
    [InlineData("\"share\": 50", "\"share\": 101")]
    [InlineData("\"friday\"", "5")]
    [InlineData("\"22:00\"", "\"24:00\"")]
    [InlineData("\"atOnce\": 4", "\"atOnce\": 0")]
    [InlineData("\"failures\": 2, \"share\": 20, ", "")]
    [InlineData("\"approvedBy\": \"Grace\", ", "")]
    public void A_rollout_that_the_schema_refuses_is_refused_too(string sound, string wrong)
    {
        string text = Sound.Replace(sound, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Sound, text);
        Assert.False(IsValid(text));
        Assert.Throws<RolloutRejectedException>(() => Parse(text));
    }

    [Theory]
    [InlineData("\"7.00\", \"recipe\"", "\"seven\", \"recipe\"", "is not a version")]
    [InlineData("{ \"r.json\":", "{ \"../r.json\":", "plain file name")]
    [InlineData("\"recipe\": \"r.json\"", "\"recipe\": \"s.json\"", "does not name the recipe")]
    [InlineData("{ \"name\": \"half\", \"share\": 50 }", "{ \"name\": \"half\" }", "takes the rest")]
    [InlineData("{ \"name\": \"half\", ", "{ \"name\": \"canaries\", ", "a name of its own")]
    [InlineData("\"share\": 50", "\"share\": 50, \"count\": 1", "one of count, share and boards")]
    [InlineData("Europe/Berlin", "Europe/Atlantis", "time zone")]
    [InlineData("\"05:00\"", "\"22:00\"", "same time")]
    [InlineData("\"from\": \"5.00\"", "\"from\": \"7.00\"", "targetFilter.firmware: no version is in the range 7.00 to below 7.00")]
    [InlineData("\"from\": \"5.00\"", "\"from\": \"five\"", "targetFilter.firmware: 'five' is not a version such as 6.05")]
    [InlineData("\"exclude\"", "\"include\": [\"3A002B000F51383036340001\"], \"exclude\"",
        "targetFilter.exclude holds every board of include")]
    public void What_a_schema_cannot_say_is_refused_in_words(string sound, string wrong, string words)
    {
        string text = Sound.Replace(sound, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Sound, text);
        Assert.Contains(words, Assert.Throws<RolloutRejectedException>(() => Parse(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"limits\"", "\"limit\"", "test: line 9: 'limit' is no field here")]
    [InlineData("\"name\": \"mk6-7-00\", ", "", "'name' is missing")]
    [InlineData("\"atOnce\": 4", "\"atOnce\": \"four\"", "line 9: limits.atOnce is a whole number")]
    [InlineData("\"22:00\"", "\"25:00\"", "line 8: maintenance.windows[0].from is a time of day, HH:MM from 00:00 to 23:59")]
    [InlineData("\"22:00\"", "22", "maintenance.windows[0].from is a time of day")]
    [InlineData("\"friday\"", "\"fri\"", "line 8: maintenance.windows[0].days[0] is a day, \"monday\" to \"sunday\"")]
    [InlineData("[\"friday\"]", "\"friday\"", "maintenance.windows[0].days is a list in [ ]")]
    [InlineData("\"2026-12-31T00:00:00Z\"", "\"soon\"", "line 2: notAfter is a time with its zone, such as \"2026-12-31T00:00:00Z\"")]
    [InlineData("\"share\": 20", "\"share\": \"20\"", "errorThreshold.share is a number")]
    [InlineData("\"Ada\"", "7", "madeBy is a text in quotation marks")]
    [InlineData("\"Ada\"", "null", "madeBy cannot be null")]
    [InlineData("\"madeBy\"", "\"name\"", "line 2: 'name' is there twice")]
    [InlineData("{ \"r.json\":", "[ \"r.json\":", "target.files is an object in { }")]
    [InlineData("\"share\": 20,", "\"share\": 20,,", "line 10: this is not JSON, from ',' on")]
    [InlineData("\"limits\"", "\"limits", "this is not JSON")]
    public void A_slip_in_the_text_is_named_without_types_of_the_program(string sound, string wrong, string words)
    {
        string text = Sound.Replace(sound, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Sound, text);
        Assert.Contains(words, Assert.Throws<RolloutRejectedException>(() => Parse(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "test: line 1: the file is empty")]
    [InlineData("hello", "test: line 1: this is not JSON, from 'h' on")]
    [InlineData("[]", "test: line 1: the content of the file is an object in { }")]
    [InlineData("null", "test: the file holds null")]
    [InlineData("{ \"schema\": 1,\n}", "test: line 2: the comma before the closing bracket has to go")]
    [InlineData("{ \"schema\": 1", "test: line 1: the file ends before its brackets are closed")]
    public void A_file_that_is_no_document_is_told_in_one_sentence(string text, string words) =>
        Assert.Equal(words, Assert.Throws<RolloutRejectedException>(() => Parse(text)).Message);

    [Fact]
    public void A_mark_before_the_text_is_left_out() => Assert.Equal("mk6-7-00", Parse('\uFEFF' + Sound).Name);

    [Fact]
    public void Each_board_is_in_one_group_or_is_left_alone_for_a_reason()
    {
        var boards = Enumerable.Range(0, 10).Select(i => Board(i)).Append(Board(10) with { Uuid = "3a002b000f51383036340001" })
            .Append(Board(11) with { Firmware = "7.01" }).Append(Board(12) with { Hardware = "410" }).Append(Board(13) with { Tags = [] })
            .Append(Board(14) with { Firmware = "7.00" }).Append(Board(15) with { Firmware = null });
        var plan = RolloutPlan.Of(Parse(Sound), boards);

        Assert.Equal([2, 6, 3], Enumerable.Range(0, 3).Select(g => plan.Count(p => p.Group == g)));
        Assert.Equal(
            ["its UUID is excluded", "firmware 7.01 is outside 5.00 to below 7.00", "hardware 410 is not in the target filter",
                "its station has no tag night", "its firmware is not known"],
            plan.Where(p => p.Group is null).Select(p => p.Refusal));
        Assert.Equal(16, plan.Select(p => p.Report.Uuid).Distinct().Count());
    }

    [Fact]
    public void Named_boards_are_the_canaries()
    {
        string uuid = Board(7).Uuid;
        var document = Parse(Sound.Replace("\"count\": 2", $"\"boards\": [\"{uuid}\"]", StringComparison.Ordinal));
        Assert.Equal(uuid, Assert.Single(RolloutPlan.Of(document, Enumerable.Range(0, 10).Select(Board)), p => p.Group == 0).Report.Uuid);
    }

    [Fact]
    public void A_board_that_is_named_and_not_there_is_told_with_the_reason()
    {
        const string Unknown = "ffffffffffffffffffffffff";
        string excluded = "3a002b000f51383036340001", canary = Board(7).Uuid;
        var document = Parse(Sound.Replace("\"count\": 2", $"\"boards\": [\"{canary}\", \"{Unknown}\", \"{excluded}\"]",
            StringComparison.Ordinal));
        var plan = RolloutPlan.Of(document, [.. Enumerable.Range(0, 10).Select(Board), Board(10) with { Uuid = excluded }]);

        Assert.Equal(
            [$"group canaries names {Unknown}, and no station reports it", $"group canaries names {excluded}, and its UUID is excluded"],
            RolloutPlan.Missing(document, plan));
        var signs = FleetSigns.Of([Report("a", document.NotAfter.AddMinutes(-2))], null, document.NotAfter, TimeSpan.FromSeconds(10));
        string check = RolloutText.Check(document, "none yet", plan, signs, document.NotAfter);
        Assert.Contains($"refused: group canaries names {Unknown}", check, StringComparison.Ordinal);
        Assert.Contains("Group canaries: 1 board\n", check, StringComparison.Ordinal);
        Assert.Contains("at a  (its station was not seen since 2026-12-30 23:58:00 UTC)\n", check, StringComparison.Ordinal);
        Assert.Contains("which is over", RolloutText.Check(document, "none yet", plan, signs, document.NotAfter.AddSeconds(1)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_station_that_was_silent_for_a_minute_takes_no_work_and_a_silent_coordinator_is_none()
    {
        var now = Time("2026-11-27T20:00:00Z");
        var lease = new Versioned<LeaseHolder>(Lease.Key, new LeaseHolder("a", Guid.NewGuid()), 1, now.AddSeconds(-10));
        var signs = FleetSigns.Of([Report("b", now.AddSeconds(-61)), Report("a", now.AddSeconds(-60))], lease, now,
            TimeSpan.FromSeconds(10));
        Assert.Equal([("a", true, null), ("b", false, now.AddSeconds(-61))],
            signs.Stations.Select(s => (s.Station, s.TakesWork, s.NotSeenSince)));
        Assert.Equal(("a", null), (signs.Coordinator, signs.Standstill));

        signs = FleetSigns.Of([], lease, now.AddSeconds(1), TimeSpan.FromSeconds(10));
        Assert.Equal("no coordinator has answered since 2026-11-27 19:59:50 UTC: no further board begins", signs.Standstill);
        Assert.Equal("no station coordinates: start one with --coordinate",
            FleetSigns.Of([], null, now, TimeSpan.FromSeconds(10)).Standstill);
    }

    [Theory]
    [InlineData("2026-11-27T20:59:59Z", false)] // Friday 21:59:59 in Berlin
    [InlineData("2026-11-27T21:00:00Z", true)]
    [InlineData("2026-11-28T03:59:59Z", true)] // Saturday morning belongs to the window of Friday
    [InlineData("2026-11-28T04:00:00Z", false)]
    [InlineData("2026-11-27T02:00:00Z", false)] // Friday morning would belong to Thursday
    public void A_window_over_midnight_belongs_to_the_day_on_which_it_begins(string utc, bool isOpen) =>
        Assert.Equal(isOpen, Parse(Sound).Maintenance!.IsOpen(Time(utc)));

    [Theory]
    [InlineData("2026-03-29T00:59:59Z", false)] // 01:59:59, then the clock jumps to 03:00
    [InlineData("2026-03-29T01:00:00Z", false)]
    [InlineData("2026-03-30T00:00:00Z", true)] // 02:00 in summer time
    [InlineData("2026-10-25T00:00:00Z", true)] // 02:00 for the first time
    [InlineData("2026-10-25T01:59:59Z", true)] // 02:59:59 for the second time
    [InlineData("2026-10-25T02:00:00Z", false)]
    public void A_window_follows_the_clock_on_the_wall(string utc, bool isOpen) => Assert.Equal(isOpen, new Maintenance
    {
        TimeZone = "Europe/Berlin",
        Windows = [new MaintenanceWindow { From = new(2, 0), To = new(3, 0) }],
    }.IsOpen(Time(utc)));

    [Fact]
    public void A_version_has_its_place_in_a_range()
    {
        var range = new FirmwareRange { From = "5.00", Below = "7.00" };
        Assert.Equal([false, true, true, false], new[] { "4.99", "5.00", "6.05", "7.00" }.Select(v => range.Contains(Version(v))));
    }

    private static FirmwareVersion Version(string text) => RolloutPlan.Version(text)!.Value;

    private static DateTimeOffset Time(string utc) => DateTimeOffset.Parse(utc, null);

    private static Versioned<StationReport> Report(string station, DateTimeOffset written) =>
        new(station, new StationReport(station, station, 4, TakesWork: true, written), 1, written);

    private static FleetBoard Board(int number) => new()
    {
        Uuid = $"3a002b000f51383036{number + 0x1000:x6}",
        Hardware = "60_MK6",
        Firmware = "6.05",
        Station = "a",
        Site = "a",
        Tags = ["night"],
        Present = true,
    };

    private static RolloutDocument Parse(string text) => RolloutFile.Parse(Encoding.UTF8.GetBytes(text), "test");

    private static bool IsValid(string text)
    {
        using var json = JsonDocument.Parse(text);
        return _schema.Evaluate(json.RootElement, new EvaluationOptions { RequireFormatValidation = true }).IsValid;
    }
}
