using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VescUartBoot.Cli.Doctor;
using VescUartBoot.Links;

namespace VescUartBoot.Cli.Ports;

/// <summary>Follows the ports of a machine as they come and go.</summary>
internal sealed class PortWatch(SystemInspector machine, IReadOnlyList<SerialPortInfo> known)
{
    // A device makes several nodes and links at once, and udev sets their rights a moment later.
    private static readonly TimeSpan _settle = TimeSpan.FromMilliseconds(250);

    // Where /dev tells nothing of its changes (no inotify: Windows, macOS, some containers): slower than a hand, and next to no work.
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(1);

    private Dictionary<string, SerialPortInfo> _known = known.ToDictionary(p => p.Path, StringComparer.Ordinal);

    /// <summary>Changes until the end of <paramref name="cancellationToken"/>, which ends it without an exception.</summary>
    public async IAsyncEnumerable<(PortChange Change, SerialPortInfo Port)> RunAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stirred = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var watcher = TryWatch(() => stirred.Writer.TryWrite(true));

        // What came or went between the list that was given and this moment was told by nobody.
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

        // More happened than was told: look.
        watcher.Error += (_, _) => stir();
        try
        {
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (IOException)
        {
            // All the watches that a user may have are taken.
            watcher.Dispose();
            return null;
        }
    }
}
