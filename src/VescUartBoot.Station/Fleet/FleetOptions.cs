namespace VescUartBoot.Station.Fleet;

/// <summary>How a station takes part in a fleet.</summary>
internal sealed record FleetOptions
{
    /// <summary>Address of the server: <c>nats://HOST:PORT</c>, or <c>tls://HOST:PORT</c>.</summary>
    public required string Url { get; init; }

    /// <summary>The same without a password.</summary>
    public string Server => Uri.TryCreate(Url, UriKind.Absolute, out var uri) ? $"{uri.Scheme}://{uri.Authority}" : Url;

    /// <summary>File with the credentials; <see langword="null"/>: none.</summary>
    public string? Credentials { get; init; }

    /// <summary>File with the certificates of the authorities that the server's certificate may come from; <see langword="null"/>: those of
    /// the system.</summary>
    public string? Authorities { get; init; }

    /// <summary>Name of the station, unique in the fleet.</summary>
    public required string Station { get; init; }

    /// <summary>Its site. Default: the name of the station.</summary>
    public string Site { get => field ?? Station; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The keys that approve a rollout; <see langword="null"/>: boards are reported, and no work is taken.</summary>
    public TrustedKeys? Trust { get; init; }

    /// <summary>Whether this station may coordinate rollouts. Default no.</summary>
    public bool Coordinates { get; init; }

    /// <summary>After which time without a sign another coordinator takes over. Default 10 s.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the coordinator looks. Default 1 s.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a job that cannot begin now waits for its next try. Default 15 s.</summary>
    public TimeSpan PostponeFor { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>After which time without a sign the server delivers a message again. Default 10 s.</summary>
    public TimeSpan RedeliverAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of the station. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Refuses what names no server.</summary>
    /// <exception cref="FormatException">The address is none, or a file is not there.</exception>
    public void RequireServer()
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var uri) || uri.Scheme is not ("nats" or "tls") || uri.Host.Length == 0)
        {
            throw new FormatException($"--fleet takes nats://HOST:PORT or tls://HOST:PORT, not '{Url}'");
        }

        if (new[] { Credentials, Authorities }.FirstOrDefault(f => f is not null && !File.Exists(f)) is { } missing)
        {
            throw new FormatException($"{missing} is not there");
        }
    }

    /// <summary>Refuses what a station of a fleet cannot be.</summary>
    /// <exception cref="FormatException">A name does not fit, or a coordinator has no keys.</exception>
    public void Require()
    {
        RequireServer();
        if (!RolloutFile.IsName(Station))
        {
            throw new FormatException(
                $"the name '{Station}' of a station in a fleet has 1 to 60 letters, digits, - and _: give --station NAME");
        }

        if (Coordinates && Trust is null)
        {
            throw new FormatException("--coordinate goes with --trust: a coordinator leads only what is approved");
        }
    }
}
