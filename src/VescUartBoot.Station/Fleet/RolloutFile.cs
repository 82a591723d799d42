using System.Text.Json;

using VescUartBoot.Chip;
using VescUartBoot.IO;
using VescUartBoot.Station.Recipes;

namespace VescUartBoot.Station.Fleet;

/// <summary>Reads a rollout.</summary>
internal static class RolloutFile
{
    /// <summary>The longest document in bytes: two of it fit into one message of the server.</summary>
    public const int MaxLength = 256 * 1024;

    private const string Rejected = "rolloutRejected";
    private const int MaxName = 60;
    private const int MaxAtOnce = 1000;

    /// <summary>Reads a document from a file.</summary>
    /// <exception cref="RolloutRejectedException">It is none.</exception>
    public static (RolloutDocument Document, byte[] Content) Load(string path)
    {
        byte[] content = ReadFile(path);
        return (Parse(content, path), content);
    }

    /// <summary>Reads a document.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="name">Name for the message.</param>
    /// <exception cref="RolloutRejectedException">It is none.</exception>
    public static RolloutDocument Parse(ReadOnlySpan<byte> content, string name)
    {
        try
        {
            var document = FleetJson.ReadStrict<RolloutDocument>(JsonWords.TextOf(content))
                ?? throw new RolloutRejectedException(Rejected, $"{name}: the file holds null");
            return WrongWith(document) is { } wrong ? throw new RolloutRejectedException(Rejected, $"{name}: {wrong}") : document;
        }
        catch (JsonException e)
        {
            throw new RolloutRejectedException(Rejected, $"{name}: {JsonWords.Of(e, FleetTypes.Default.RolloutDocument)}", e);
        }
    }

    /// <summary>Reads a file that belongs to a document.</summary>
    /// <exception cref="RolloutRejectedException">It cannot be read, or it is too long.</exception>
    public static byte[] ReadFile(string path, int most = MaxLength)
    {
        try
        {
            return new FileInfo(path).Length is var length && length > most
                ? throw new RolloutRejectedException(Rejected, $"{path}: {length} bytes, at most {most} are read")
                : File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RolloutRejectedException(Rejected, $"{path} cannot be read: {IOErrorText.Of(e)}", e);
        }
    }

    /// <summary>Whether a name can be part of a key and of a subject of the server.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static string? WrongWith(RolloutDocument document) => document switch
    {
        { Schema: not RolloutDocument.CurrentSchema } => $"schema {document.Schema}, this version reads {RolloutDocument.CurrentSchema}",
        _ when !IsName(document.Name) => $"name has 1 to {MaxName} letters, digits, - and _",
        { MadeBy: "" } or { ApprovedBy: "" } => "madeBy and approvedBy name a person each",
        _ => WrongWith(document.TargetFilter) ?? WrongWith(document.Target) ?? WrongWith(document.DeploymentGroups)
            ?? WrongWith(document.Maintenance) ?? WrongWith(document.Limits) ?? WrongWith(document.ErrorThreshold),
    };

    private static string? WrongWith(TargetFilter filter) =>
        filter.Hardware.Count == 0 || filter.Hardware.Any(string.IsNullOrEmpty) ? "targetFilter.hardware has at least one name"
        : filter.Firmware?.Unsound is { } word ? $"targetFilter.firmware: '{word}' is not a version such as 6.05"
        : filter.Firmware is { IsEmpty: true } none ? $"targetFilter.firmware: no version is in the range {none}"
        : filter.Include.Concat(filter.Exclude).FirstOrDefault(u => !IsUuid(u)) is { } wrong
            ? $"'{wrong}' is not a UUID of 24 hexadecimal digits"
        : filter.Include.Count > 0 && !filter.Include.Except(filter.Exclude, StringComparer.OrdinalIgnoreCase).Any()
            ? "targetFilter.exclude holds every board of include"
        : null;

    private static string? WrongWith(RolloutTarget target) =>
        target.Firmware is { } version && !FirmwareVersion.TryParse(version, out _)
            ? $"target.firmware '{version}' is not a version such as 6.05"
        : target.Files.Keys.FirstOrDefault(n => !IsFileName(n)) is { } name ? $"target.files: '{name}' is not a plain file name"
        : target.Files.Values.Concat(target.Images).FirstOrDefault(h => !IsHash(h)) is { } hash
            ? $"'{hash}' is not a SHA-256: 64 lower-case digits"
        : !target.Files.ContainsKey(target.Recipe) ? $"target.files does not name the recipe {target.Recipe}"
        : null;

    private static string? WrongWith(IReadOnlyList<DeploymentGroup> groups) =>
        groups.Count == 0 || groups.Any(g => g is null) ? "deploymentGroups is empty"
        : groups.Any(g => new object?[] { g.Count, g.Share, g.Boards }.Count(v => v is not null) > 1)
            ? "a group has one of count, share and boards"
        : groups.Count(g => g.TakesTheRest) != 1 || !groups[^1].TakesTheRest
            ? "the last group, and no other, has no count, share or boards: it takes the rest"
        : groups.Any(g => g.Name.Length == 0) || groups.DistinctBy(g => g.Name).Count() != groups.Count ? "each group has a name of its own"
        : groups.Any(g => g.Count is < 1) ? "count is at least 1"
        : groups.Any(g => g.Share is not (null or (> 0 and <= 100))) ? "share is above 0 and at most 100 per cent"
        : groups.Any(g => g.SuccessThreshold is not (>= 0 and <= 100)) ? "successThreshold is 0 to 100 per cent"
        : groups.SelectMany(g => g.Boards ?? []).FirstOrDefault(u => !IsUuid(u)) is { } wrong
            ? $"'{wrong}' is not a UUID of 24 hexadecimal digits"
        : null;

    private static string? WrongWith(Maintenance? maintenance) =>
        maintenance is null ? null
        : maintenance.Windows.Count == 0 || maintenance.Windows.Any(w => w is null)
            ? "maintenance.windows is empty, so no board would begin"
        : maintenance.Windows.Any(w => w.From == w.To) ? "a window of maintenance begins and ends at the same time"
        : !maintenance.IsZoneKnown ? $"this machine does not know the time zone {maintenance.TimeZone}"
        : null;

    private static string? WrongWith(RolloutLimits limits) =>
        limits.AtOnce is < 1 or > MaxAtOnce ? $"limits.atOnce is 1 to {MaxAtOnce}"
        : limits.PerSite is < 1 ? "limits.perSite is at least 1"
        : null;

    private static string? WrongWith(ErrorThreshold threshold) =>
        threshold is { Failures: null, Share: null } ? "errorThreshold has failures, share or both: a rollout that never stops is none"
        : threshold.Failures is < 1 ? "errorThreshold.failures is at least 1"
        : threshold.Share is not (null or (> 0 and <= 100)) ? "errorThreshold.share is above 0 and at most 100 per cent"
        : threshold.SilenceMinutes is not (> 0 and <= 10_000) ? "errorThreshold.silenceMinutes is above 0 and at most 10000"
        : null;

    private static bool IsUuid(string? text) => Uuid.TryParse(text, out _);

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private static bool IsFileName(string name) =>
        name.Length is > 0 and <= 100 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
