using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using VescUartBoot.IO;

namespace VescUartBoot.Hosting.Locks;

/// <summary>The process that uses a board or a port.</summary>
internal sealed record LockHolder
{
    /// <summary>Process id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Start time of the process; a reused process id has another start time.</summary>
    public required DateTimeOffset ProcessStarted { get; init; }

    /// <summary>Start of the process in ticks that clock changes do not affect, with the boot id of the system; <see langword="null"/> if
    /// the system does not provide it.</summary>
    public ProcessIdentity? Mark { get; init; }

    /// <summary>Machine of the process.</summary>
    public required string Machine { get; init; }

    /// <summary>Command, such as <c>install</c>.</summary>
    public required string Command { get; init; }

    /// <summary>Port in use.</summary>
    public required string Port { get; init; }

    /// <summary>Start of the use, in UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Describes this process.</summary>
    /// <param name="command">Command.</param>
    /// <param name="port">Port in use.</param>
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
