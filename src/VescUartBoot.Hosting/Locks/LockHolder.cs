using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using VescUartBoot.IO;

namespace VescUartBoot.Hosting.Locks;

/// <summary>Who works on a board or a port.</summary>
internal sealed record LockHolder
{
    /// <summary>The process.</summary>
    public required int ProcessId { get; init; }

    /// <summary>When that process was started: a number that was given again is another process.</summary>
    public required DateTimeOffset ProcessStarted { get; init; }

    /// <summary>The same in a count that no setting of the clock moves, with the start of the system that it belongs to;
    /// <see langword="null"/> where the system tells none.</summary>
    public ProcessIdentity? Mark { get; init; }

    /// <summary>The machine that it runs on.</summary>
    public required string Machine { get; init; }

    /// <summary>What it does, such as <c>install</c>.</summary>
    public required string Command { get; init; }

    /// <summary>The port that it uses.</summary>
    public required string Port { get; init; }

    /// <summary>Since when, in UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>This process.</summary>
    /// <param name="command">What it does.</param>
    /// <param name="port">The port that it uses.</param>
    /// <param name="time">The clock.</param>
    public static LockHolder Me(string command, string port, TimeProvider time)
    {
        using var process = Process.GetCurrentProcess();
        return new LockHolder
        {
            ProcessId = process.Id,
            ProcessStarted = new DateTimeOffset(process.StartTime),
            Mark = ProcessIdentity.Of(process.Id),
            Machine = Environment.MachineName,
            Command = command,
            Port = port,
            Since = time.GetUtcNow(),
        };
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"vescboot {Command} on {Port} (process {ProcessId}{(Machine == Environment.MachineName ? "" : $" on {Machine}")}, since "
            + $"{Since.ToLocalTime():HH:mm:ss})";
}
