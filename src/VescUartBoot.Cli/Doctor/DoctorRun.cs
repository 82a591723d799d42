using System.Runtime.CompilerServices;
using VescUartBoot.Boards;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Ports;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;

namespace VescUartBoot.Cli.Doctor;

/// <summary>All checks from the USB socket to a board that replies and a writable disk, up to the first fault.</summary>
internal sealed class DoctorRun(SystemInspector machine, SerialSettings serial, BoardOptions options)
{
    /// <summary>Folder of the images.</summary>
    public required string Store { get; init; }

    /// <summary>Folder of the backups.</summary>
    public required string State { get; init; }

    /// <summary>Receives the progress of slow steps.</summary>
    public IProgress<JobEvent>? Events { get; init; }

    /// <summary>Opens a port.</summary>
    public Func<string, SerialSettings, ILinkSource> Open { get; init; } = static (path, serial) => serial.Source(path);

    /// <summary>Returns the steps; a fault is the last one.</summary>
    public async IAsyncEnumerable<DoctorFinding> RunAsync(string? port, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var finding in AllAsync(port, cancellationToken).ConfigureAwait(false))
        {
            yield return finding;
            if (finding.State == FindingState.Wrong)
            {
                yield break;
            }
        }
    }

    private async IAsyncEnumerable<DoctorFinding> AllAsync(string? port, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PortAddress? address = null;
        if (port is not null && !PortAddress.TryParse(port, out address, out string? problem))
        {
            throw new CliException(CliError.Usage(problem.TrimEnd('.'), "vescboot ports lists the ports"));
        }

        var steps = address switch
        {
            null => PluggedInAsync(cancellationToken),
            PortAddress.Serial serial => SerialAsync(serial.Path, cancellationToken),
            _ => ElsewhereAsync(address, cancellationToken),
        };
        await foreach (var finding in steps.ConfigureAwait(false))
        {
            yield return finding;
        }

        foreach (var finding in DiskSteps.Examine(Store, State))
        {
            yield return finding;
        }
    }

    // Every connected board, one after the other.
    private async IAsyncEnumerable<DoctorFinding> PluggedInAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ports = await machine.FindPortsAsync().ConfigureAwait(false);
        foreach (var finding in SystemSteps.FindBoards(machine, ports))
        {
            yield return finding;
        }

        foreach (var board in ports.Where(p => p.LooksLikeVesc))
        {
            await foreach (var finding in KnownAsync(board, cancellationToken).ConfigureAwait(false))
            {
                yield return finding;
            }
        }
    }

    private async IAsyncEnumerable<DoctorFinding> SerialAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string node = (Path.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? path;
        var known = (await machine.FindPortsAsync().ConfigureAwait(false)).FirstOrDefault(p => p.Path == path || p.Path == node);
        foreach (var finding in SystemSteps.FindPort(machine, path, known))
        {
            yield return finding;
        }

        var rest = known is null ? AskAsync(path, PortKind.Serial, cancellationToken) : KnownAsync(known, cancellationToken);
        await foreach (var finding in rest.ConfigureAwait(false))
        {
            yield return finding;
        }
    }

    private async IAsyncEnumerable<DoctorFinding> KnownAsync(SerialPortInfo port,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var finding in SystemSteps.Examine(machine, port))
        {
            yield return finding;
        }

        await foreach (var finding in AskAsync(port.Path, port.LooksLikeVesc ? PortKind.VescUsb : PortKind.Serial,
            cancellationToken).ConfigureAwait(false))
        {
            yield return finding;
        }
    }

    private async IAsyncEnumerable<DoctorFinding> ElsewhereAsync(PortAddress address,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool simulated = address is PortAddress.Simulated;
        yield return DoctorFinding.Skipped(SystemSteps.Device,
            simulated ? "a simulated board has no USB device, driver or permissions"
                : "drivers and rights of the machine at the other end cannot be seen from here");
        using var choice = await PortChoice.FindAsync(address.Text, serial, options, output: null, cancellationToken).ConfigureAwait(false);
        var source = choice.Source;
        await foreach (var finding in new LinkSteps(address.Text, _ => source, simulated ? PortKind.Simulated : PortKind.Tcp, choice.Time,
            Events).RunAsync(serial, options, cancellationToken).ConfigureAwait(false))
        {
            yield return finding;
        }
    }

    private IAsyncEnumerable<DoctorFinding> AskAsync(string path, PortKind kind, CancellationToken cancellationToken) =>
        new LinkSteps(path, how => Open(path, how), kind, TimeProvider.System, Events).RunAsync(serial, options, cancellationToken);
}
