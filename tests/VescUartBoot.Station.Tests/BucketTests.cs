using VescUartBoot.Station.Fleet;

namespace VescUartBoot.Station.Tests;

/// <summary>Buckets of a real message server.</summary>
public sealed class BucketTests
{
    private static readonly LeaseHolder _value = new("s", Guid.Empty);

    private const int Keys = 12;
    private const int Lists = 200;

    [Fact(Timeout = 200_000)]
    [Trait("Category", "Slow")]
    public async Task A_list_of_values_that_are_replaced_meanwhile_ends_and_holds_each_of_them()
    {
        await using var fleet = new TestFleet();
        var bucket = (await fleet.ServerAsync()).Boards;
        for (int key = 0; key < Keys; key++)
        {
            await bucket.PutAsync(Key(key), _value, Token);
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writers = Task.WhenAll(Enumerable.Range(0, 3).Select(writer => ReplaceAsync(fleet, writer, over.Token)));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(lister => ListAsync(fleet, lister)));
        await over.CancelAsync();
        await writers;
    }

    [Fact]
    public async Task A_list_of_nothing_is_empty()
    {
        await using var fleet = new TestFleet();
        var bucket = (await fleet.ServerAsync()).Boards;
        await bucket.PutAsync("other.a", _value, Token);

        Assert.Empty(await bucket.ListAsync<LeaseHolder>("none.>", Token));
    }

    [Fact]
    public async Task A_list_ends_where_values_were_removed()
    {
        await using var fleet = new TestFleet();
        var bucket = (await fleet.ServerAsync()).Boards;
        await bucket.PutAsync(Key(0), _value, Token);
        await bucket.PutAsync(Key(1), _value, Token);
        await bucket.RemoveAsync(Key(1), Token);

        Assert.Equal([Key(0)], (await bucket.ListAsync<LeaseHolder>("a.>", Token)).Select(v => v.Key));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Key(int key) => $"a.{key}";

    private static async Task ReplaceAsync(TestFleet fleet, int writer, CancellationToken over)
    {
        await using var server = new FleetServer(fleet.Options($"writer{writer}"));
        await server.OpenAsync(Token);
        var random = new Random(writer);
        while (!over.IsCancellationRequested)
        {
            int key = random.Next(Keys);
            await server.Boards.PutAsync(Key(key), _value, Token);
        }
    }

    private static async Task ListAsync(TestFleet fleet, int lister)
    {
        await using var server = new FleetServer(fleet.Options($"lister{lister}"));
        await server.OpenAsync(Token);
        for (int i = 0; i < Lists; i++)
        {
            Assert.Equal(Keys, (await server.Boards.ListAsync<LeaseHolder>("a.>", Token)).Count);
        }
    }
}
