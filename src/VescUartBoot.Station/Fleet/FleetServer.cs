using System.Threading.Channels;

using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using NATS.Client.KeyValueStore;
using NATS.Client.ObjectStore;
using Polly;
using Polly.Retry;

namespace VescUartBoot.Station.Fleet;

/// <summary>The message server of a fleet, and what it keeps.</summary>
internal sealed class FleetServer : IAsyncDisposable
{
    /// <summary>The stream of the work.</summary>
    public const string WorkStream = "vescboot_work";

    private const string WorkSubject = "vescboot.work";
    private const int NotFound = 404;
    private const int SubjectIsFull = 10077;

    // A message that was lost between two readings of the state is sent again after this.
    private static readonly TimeSpan _duplicateWindow = TimeSpan.FromSeconds(10);

    private static readonly ResiliencePipeline _opening = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<NatsException>(),
            Delay = TimeSpan.FromSeconds(1),
        })
        .Build();

    private readonly FleetOptions _options;
    private readonly NatsConnection _connection;
    private readonly NatsKVContext _keyValue;
    private readonly NatsObjContext _objects;

    /// <summary>Prepares a connection.</summary>
    /// <param name="options">The server.</param>
    public FleetServer(FleetOptions options)
    {
        _options = options;
        _connection = new NatsConnection(new NatsOpts
        {
            Url = options.Url,
            Name = $"vescboot-station {options.Station}",
            AuthOpts = options.Credentials is { } file ? new NatsAuthOpts { CredsFile = file } : NatsAuthOpts.Default,
            TlsOpts = options.Authorities is { } authorities ? new NatsTlsOpts { CaFile = authorities } : NatsTlsOpts.Default,
            IgnoreAuthErrorAbort = true,
            ReconnectWaitMax = TimeSpan.FromSeconds(2),

            // A list of more values than the channel holds loses none.
            SubPendingChannelFullMode = BoundedChannelFullMode.Wait,
        });
        Stream = new NatsJSContext(_connection);
        _keyValue = new NatsKVContext(Stream);
        _objects = new NatsObjContext(Stream);
    }

    /// <summary>After which time without a sign another coordinator takes over.</summary>
    public TimeSpan LeaseTime => _options.LeaseTime;

    /// <summary>Streams of the server.</summary>
    public NatsJSContext Stream { get; }

    /// <summary>What the stations say of their boards, by UUID.</summary>
    public Bucket Boards { get; private set; } = null!;

    /// <summary>When each station was there last, by its name.</summary>
    public Bucket Stations { get; private set; } = null!;

    /// <summary>Documents, states and the lease.</summary>
    public Bucket Rollouts { get; private set; } = null!;

    /// <summary>One board of one rollout each.</summary>
    public Bucket Steps { get; private set; } = null!;

    /// <summary>Recipes and images, by SHA-256.</summary>
    public INatsObjStore Files { get; private set; } = null!;

    /// <summary>Whether the connection stands.</summary>
    public bool IsConnected => _connection.ConnectionState == NatsConnectionState.Open;

    /// <summary>Key of the document of a rollout.</summary>
    public static string DocumentKey(string rollout) => $"{rollout}.document";

    /// <summary>Key of the state of a rollout.</summary>
    public static string StateKey(string rollout) => $"{rollout}.state";

    /// <summary>The rollout of a key.</summary>
    public static string RolloutOf(string key) => key.Split('.')[0];

    /// <summary>Key of the progress of a rollout.</summary>
    public static string ProgressKey(string rollout) => $"{rollout}.progress";

    /// <summary>Key of a board in a rollout.</summary>
    public static string StepKey(string rollout, string uuid) => $"{rollout}.{uuid}";

    /// <summary>Subjects of the work for a station.</summary>
    public static string WorkOf(string station) => $"{WorkSubject}.{station}.>";

    /// <summary>Rollout and board of a subject; <see langword="null"/>: it is none.</summary>
    public static (string Rollout, string Uuid)? ParseWork(string subject) =>
        subject.Split('.') is [_, _, _, var rollout, var uuid] ? (rollout, uuid) : null;

    /// <summary>Whether an exception says that the server is away, or does not do its work now.</summary>
    public static bool IsOutage(Exception exception, CancellationToken stop) => exception is NatsException
        || (exception is OperationCanceledException or IOException && !stop.IsCancellationRequested);

    /// <summary>Opens everything, and makes what is not there. A server that has just started may leave a request without an
    /// answer.</summary>
    /// <exception cref="NatsException">It cannot be used; the message says why.</exception>
    public async Task OpenAsync(CancellationToken stop)
    {
        try
        {
            await _opening.ExecuteAsync(async token => await TryOpenAsync(token).ConfigureAwait(false), stop).ConfigureAwait(false);
        }
        catch (Exception e) when (IsOutage(e, stop))
        {
            throw new NatsException(FleetTrouble.WordsOf(e, _options), e);
        }
    }

    private async Task TryOpenAsync(CancellationToken stop)
    {
        await _connection.ConnectAsync().AsTask().WaitAsync(stop).ConfigureAwait(false);
        Boards = await BucketAsync("vescboot_boards", stop).ConfigureAwait(false);
        Stations = await BucketAsync("vescboot_stations", stop).ConfigureAwait(false);
        Rollouts = await BucketAsync("vescboot_rollouts", stop).ConfigureAwait(false);
        Steps = await BucketAsync("vescboot_steps", stop).ConfigureAwait(false);
        Files = await OrMadeAsync(
            () => _objects.GetObjectStoreAsync("vescboot_files", stop),
            () => _objects.CreateObjectStoreAsync(new NatsObjConfig("vescboot_files"), stop)).ConfigureAwait(false);
        await OrMadeAsync(() => Stream.GetStreamAsync(WorkStream, cancellationToken: stop), () => Stream.CreateStreamAsync(
            new StreamConfig(WorkStream, [$"{WorkSubject}.>"])
            {
                Retention = StreamConfigRetention.Workqueue,
                Discard = StreamConfigDiscard.New,
                DiscardNewPerSubject = true,
                MaxMsgsPerSubject = 1,
                DuplicateWindow = _duplicateWindow,
            }, stop)).ConfigureAwait(false);
    }

    /// <summary>Has a station look at a ticket. A message that waits there already is enough, and so is one that was just sent.</summary>
    public async Task SendAsync(string rollout, Ticket ticket, CancellationToken stop)
    {
        var answer = await Stream.PublishAsync($"{WorkSubject}.{ticket.Station}.{rollout}.{ticket.Uuid}", Array.Empty<byte>(),
            opts: new NatsJSPubOpts { MsgId = $"{rollout}.{ticket.Number}" }, cancellationToken: stop).ConfigureAwait(false);
        if (!answer.Duplicate && answer.Error is not { ErrCode: SubjectIsFull })
        {
            answer.EnsureSuccess();
        }
    }

    /// <summary>The clock of the server. It says the time when it makes a consumer, and forgets this one soon.</summary>
    public async Task<DateTimeOffset> NowAsync(CancellationToken stop)
    {
        var consumer = await Stream.CreateOrUpdateConsumerAsync(Stations.Stream, new ConsumerConfig
        {
            AckPolicy = ConsumerConfigAckPolicy.None,
            DeliverPolicy = ConsumerConfigDeliverPolicy.New,
            InactiveThreshold = TimeSpan.FromSeconds(1),
            MemStorage = true,
        }, stop).ConfigureAwait(false);
        return consumer.Info.Created;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<Bucket> BucketAsync(string name, CancellationToken stop)
    {
        var store = await OrMadeAsync(() => _keyValue.GetStoreAsync(name, stop),
            () => _keyValue.CreateStoreAsync(new NatsKVConfig(name), stop)).ConfigureAwait(false);
        return new Bucket(store, Stream);
    }

    private static async Task<T> OrMadeAsync<T>(Func<ValueTask<T>> get, Func<ValueTask<T>> make)
    {
        try
        {
            return await get().ConfigureAwait(false);
        }
        catch (NatsJSApiException e) when (e.Error.Code == NotFound)
        {
            return await make().ConfigureAwait(false);
        }
    }
}
