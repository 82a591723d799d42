using System.Globalization;

namespace VescUartBoot.IO;

/// <summary>Names one process of one start of a Linux system. Its number may be given again, and the clock may be set; this
/// stays.</summary>
/// <remarks>
/// Elsewhere there is none: Windows and macOS keep the time at which a process was started as they noted it then, so it does not move.
/// Linux keeps clock ticks since the start of the system, and a time made of them moves with the clock.
/// </remarks>
/// <param name="Boot">Which start of the system.</param>
/// <param name="Space">The name space that the process number belongs to: a container has its own.</param>
/// <param name="Ticks">When the process was started, in clock ticks since the start of the system.</param>
internal sealed record ProcessIdentity(string Boot, string Space, ulong Ticks)
{
    private const int StartTime = 22;

    /// <summary>The identity of a running process; <see langword="null"/> if it does not run, or the operating system reports
    /// none.</summary>
    public static ProcessIdentity? Of(int processId)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            string boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
            string space = File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name ?? "";
            return TicksOf(File.ReadAllText($"/proc/{processId}/stat")) is { } ticks ? new ProcessIdentity(boot, space, ticks) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended, or /proc is not there.
            return null;
        }
    }

    /// <summary>Whether a process with <paramref name="mine"/> sees the processes of this one.</summary>
    public bool IsVisibleFrom(ProcessIdentity mine) => Boot == mine.Boot && Space == mine.Space;

    // The name of the program, the second field, is in brackets and may contain blanks and brackets.
    internal static ulong? TicksOf(string stat)
    {
        string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartTime - 3
            && ulong.TryParse(fields[StartTime - 3], NumberStyles.None, CultureInfo.InvariantCulture, out ulong ticks) ? ticks : null;
    }
}
