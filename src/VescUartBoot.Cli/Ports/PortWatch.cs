using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VescUartBoot.Cli.Doctor;
using VescUartBoot.Links;

namespace VescUartBoot.Cli.Ports;

/// <summary>Watches the ports of a machine.</summary>
internal sealed class PortWatch(SystemInspector machine, IReadOnlyList<SerialPortInfo> known)
{
    // A device creates several nodes and links at once, and udev sets their permissions a moment later.
    private static readonly TimeSpan _settle = TimeSpan.FromMilliseconds(250);

    // Poll interval where /dev reports no changes (no inotify: Windows, macOS, some containers): fast enough for a person, at almost no
    // cost.
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(1);

    private Dictionary<string, SerialPortInfo> _known = known.ToDictionary(p => p.Path, StringComparer.Ordinal);

    /// <summary>Returns changes until <paramref name="cancellationToken"/> is cancelled, which ends it without an exception.</summary>
    public async IAsyncEnumerable<(PortChange Change, SerialPortInfo Port)> RunAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stirred = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var watcher = TryWatch(() => stirred.Writer.TryWrite(true));

        // Changes between the given list and this moment have not been reported.
        stirred.Writer.TryWrite(true);
        while (await SomethingStirredAsync(stirred.Reader, watcher is not null, cancellationToken).ConfigureAwait(false))
        {
            var before = _known;
            _known = (await machine.FindPortsAsync().ConfigureAwait(false)).ToDictionary(p => p.Path, StringComparer.Ordinal);
            foreach (var (path, port) in before)
            {
                if (!_known.ContainsKey(path))
                {
                    yield return (PortChange.Unplugged, port);
                }
            }

            foreach (var (path, port) in _known)
            {
                if (!before.TryGetValue(path, out var earlier))
                {
                    yield return (PortChange.Plugged, port);
                }
                else if (earlier.Access != port.Access)
                {
                    yield return (PortChange.Changed, port);
                }
            }
        }
    }

    private static async Task<bool> SomethingStirredAsync(ChannelReader<bool> stirred, bool told, CancellationToken cancellationToken)
    {
        try
        {
            if (told)
            {
                await stirred.ReadAsync(cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(told ? _settle : _lookEvery, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private FileSystemWatcher? TryWatch(Func<bool> stir)
    {
        if (!machine.IsLinux || !Directory.Exists(machine.Dev))
        {
            return null;
        }

        var watcher = new FileSystemWatcher(machine.Dev) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.Attributes };
        watcher.Created += (_, _) => stir();
        watcher.Deleted += (_, _) => stir();
        watcher.Renamed += (_, _) => stir();
        watcher.Changed += (_, _) => stir();

        // The event queue overflowed: list the ports again.
        watcher.Error += (_, _) => stir();
        try
        {
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (IOException)
        {
            // The user's limit of watches is reached.
            watcher.Dispose();
            return null;
        }
    }
}
