using System.Collections.Concurrent;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recognition;
using VescUartBoot.Simulator;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Hosting.Simulation;

/// <summary>Generated firmware for simulated boards. It contains no code, and no other board accepts it.</summary>
internal sealed class SimulatedFirmware(IFirmwareProvider named) : IFirmwareProvider
{
    private static readonly string[] _versions = [.. FirmwareProfiles.All.Where(f => f is { IsFork: false, Test: 0 }).Select(f => f.Name)];

    private static readonly CatalogSource _source = new("the simulator", "MIT");

    private static readonly ConcurrentDictionary<(string Version, string Hardware), FirmwareImage> _made = [];

    public CatalogEntry Find(string version, string hardware)
    {
        string wanted = version == FirmwareResolver.Latest ? _versions[^1] : version;
        if (!_versions.Contains(wanted))
        {
            throw new ImageRejectedException("imageUnknown",
                $"simulated boards have no firmware "
                    + $"{version}{(FirmwareCatalog.NearVersion(version, _versions) is { } meant ? $"; did you mean {meant}?" : "")}")
            {
                Hardware = "simulated boards",
                Choices = _versions,
            };
        }

        var image = Make(wanted, hardware);
        return new CatalogEntry(image.Name, ImageKind.Firmware, BoardFamily.Vesc, image.Content.Length, image.Sha256)
        {
            Version = wanted,
            Hardware = [hardware],
            Source = _source,
        };
    }

    public Task<ResolvedFirmware> BringAsync(CatalogEntry entry, string why, JobOptions options, CancellationToken cancellationToken)
    {
        var image = Make(entry.Version!, entry.Hardware[0]);
        const string Evidence = "it was made for this simulated board";
        List<ImageFact> facts =
        [
            new(ImageFact.Version, entry.Version!, Confidence.Certain, Evidence),
            new(ImageFact.Hardware, entry.Hardware[0], Confidence.Certain, Evidence),
        ];
        return Task.FromResult(new ResolvedFirmware(image, new ImageRecognition(image.Inspection, [entry], facts, Confidence.Certain),
            why));
    }

    public Task<ResolvedFirmware> BringAsync(ImageReference image, JobOptions options, CancellationToken cancellationToken) =>
        named.BringAsync(image, options, cancellationToken);

    private static FirmwareImage Make(string version, string hardware)
    {
        try
        {
            return _made.GetOrAdd((version, hardware), static made =>
                FirmwareImage.Parse($"simulated/{made.Version}/{made.Hardware}", SimulatedImage.Firmware(made.Version, made.Hardware)));
        }
        catch (SimulatorException e)
        {
            throw new ImageRejectedException("imageUnknown", e.Message.TrimEnd('.'));
        }
    }
}
