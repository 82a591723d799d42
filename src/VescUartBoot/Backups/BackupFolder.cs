using System.Text.Json;
using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.IO;

namespace VescUartBoot.Backups;

/// <summary>Stores a backup as a readable folder: <c>ROOT/UUID/TIME/manifest.json</c> and one file per part.</summary>
public static class BackupFolder
{
    /// <summary>File name of the manifest.</summary>
    public const string ManifestName = "manifest.json";

    private const int MaxManifest = 256 * 1024;
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const int NameLength = 16;
    private const string NoUuid = "without-uuid";
    private const string PartExtension = ".part";

    /// <summary>Writes a backup. The folder appears complete or not at all; existing files are never overwritten.</summary>
    /// <param name="root">The folder of all backups; created if missing.</param>
    /// <param name="backup">The backup.</param>
    /// <returns>The full path of the new folder.</returns>
    /// <exception cref="IOException">The backup could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder is denied.</exception>
    public static string Write(string root, BoardBackup backup)
    {
        string parent = Path.Combine(Path.GetFullPath(root), backup.Board.Uuid?.ToString() ?? NoUuid);
        string name = backup.Time.UtcDateTime.ToString(TimeFormat);
        UserFolders.Make(Path.GetFullPath(root), parent);
        string part = Path.Combine(parent, $".{name}-{Guid.NewGuid():N}{PartExtension}");
        Directory.CreateDirectory(part);
        try
        {
            foreach (var kept in backup.Parts)
            {
                WriteDurably(Path.Combine(part, BackupManifest.FileOf(kept.Kind)), kept.Content.Span);
            }

            foreach (var kept in backup.Defaults)
            {
                WriteDurably(Path.Combine(part, BackupManifest.DefaultFileOf(kept.Kind)!), kept.Content.Span);
            }

            WriteDurably(Path.Combine(part, ManifestName),
                JsonSerializer.SerializeToUtf8Bytes(BackupManifest.Of(backup), BackupJson.Default.BackupManifest));
            AtomicFile.FlushFolder(part);
            string target = MoveToFreeName(part, Path.Combine(parent, name));
            AtomicFile.FlushFolder(parent);
            return target;
        }
        finally
        {
            if (Directory.Exists(part))
            {
                Directory.Delete(part, recursive: true);
            }
        }
    }

    /// <summary>Finds the newest backup of a board that holds other settings than the firmware defaults; if there is none, the newest
    /// backup; <see langword="null"/> without a backup.</summary>
    /// <exception cref="BackupRejectedException">The folder cannot be read.</exception>
    public static string? FindNewest(string root, VescUartBoot.Chip.Uuid board)
    {
        string parent = Path.Combine(Path.GetFullPath(root), board.ToString());
        try
        {
            List<string> folders = !Directory.Exists(parent) ? [] : [.. Directory.EnumerateDirectories(parent)
                .Where(d => Path.GetFileName(d).Length >= NameLength && Path.GetExtension(d) != PartExtension
                    && File.Exists(Path.Combine(d, ManifestName)))
                .OrderBy(d => Path.GetFileName(d)[..NameLength], StringComparer.Ordinal)
                .ThenBy(d => d.Length)
                .ThenBy(d => d, StringComparer.Ordinal)];
            return folders.FindLast(d => ReadManifest(d).Defaults != true) ?? folders.LastOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupRejectedException("backupUnreadable", $"{parent} cannot be read: {IOErrorText.Of(e)}", e);
        }
    }

    /// <summary>Reads and validates a backup: every file exists, is a regular file of its own, and has the recorded size, hash and
    /// format.</summary>
    /// <exception cref="BackupRejectedException">The backup is incomplete or invalid.</exception>
    public static BoardBackup Load(string folder)
    {
        try
        {
            var manifest = ReadManifest(folder);
            var board = manifest.ReadBoard() ?? throw Damaged(folder, "its manifest names no board");
            var parts = ReadParts(folder, board, manifest.Files, BackupManifest.FileOf);
            var defaults = ReadParts(folder, board, manifest.DefaultFiles ?? [], BackupManifest.DefaultFileOf);

            return new BoardBackup(
                board,
                manifest.Time,
                manifest.Tool,
                [.. parts.OrderBy(p => p.Kind)],
                [.. (manifest.Missing ?? []).Select(m => new MissingPart(m.Kind, m.Code, m.Reason))])
            {
                AreDefaults = manifest.Defaults,
                Defaults = defaults,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupRejectedException("backupUnreadable", $"{folder} cannot be read: {IOErrorText.Of(e)}", e);
        }
    }

    private static BackupManifest ReadManifest(string folder)
    {
        string path = Path.Combine(folder, ManifestName);
        if (!File.Exists(path))
        {
            throw new BackupRejectedException("backupMissing", WhyNone(folder));
        }

        var info = RequireOwnFile(folder, ManifestName);
        if (info.Length is 0 or > MaxManifest)
        {
            throw Damaged(folder, $"its {ManifestName} has {info.Length} bytes (1 to {MaxManifest} are possible)");
        }

        BackupManifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(ReadExactly(info), BackupJson.Default.BackupManifest)
                ?? throw Damaged(folder, $"its {ManifestName} is empty");
        }
        catch (JsonException e)
        {
            throw new BackupRejectedException("backupDamaged",
                $"{folder} is not a complete backup: its {ManifestName} is not understood (line {e.LineNumber + 1})", e);
        }

        if (manifest.Schema != BackupManifest.CurrentSchema)
        {
            throw new BackupRejectedException("backupTooNew",
                $"{folder} is a backup of another make (schema {manifest.Schema}; this version reads {BackupManifest.CurrentSchema})");
        }

        if (manifest.Files.Concat(manifest.DefaultFiles ?? []).Any(f => f is null || !Enum.IsDefined(f.Kind))
            || (manifest.Missing ?? []).Any(m => m is null || !Enum.IsDefined(m.Kind)))
        {
            throw Damaged(folder, "its manifest names a part that there is not");
        }

        string?[] texts = [manifest.Tool, manifest.Board.Hardware, .. (manifest.Missing ?? []).SelectMany(m => new[] { m.Code, m.Reason })];
        return !texts.Any(t => t?.Any(char.IsControl) ?? false) ? manifest : throw Damaged(folder, "its manifest holds control characters");
    }

    // The folder above a backup, or above the backups of all boards, is easily given instead.
    private static string WhyNone(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return $"there is no folder {folder}";
        }

        var inside = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2, IgnoreInaccessible = true };
        List<string> backups = [.. Directory.EnumerateFiles(folder, ManifestName, inside).Select(f => Path.GetDirectoryName(f)!)
            .Where(d => Path.GetExtension(d) != PartExtension).Order(StringComparer.Ordinal)];
        return backups switch
        {
            [] => $"{folder} is not a backup: it has no {ManifestName}",
            [var only] => $"{folder} is not a backup, but holds one: {only}",
            [.., var last] => $"{folder} is not a backup, but holds {backups.Count}, among them {last}",
        };
    }

    private static List<BackupPart> ReadParts(
        string folder, BackedUpBoard board, IReadOnlyList<ManifestFile> files, Func<BackupPartKind, string?> nameOf)
    {
        List<BackupPart> parts = [];
        foreach (var file in files)
        {
            if (parts.Exists(p => p.Kind == file.Kind))
            {
                throw Damaged(folder, $"its manifest has two files for one part ({file.Kind.Name()})");
            }

            string name = nameOf(file.Kind) ?? throw Damaged(folder, $"its manifest has defaults for the {file.Kind.Name()}");
            parts.Add(ReadPart(folder, file, name, VescUartBoot.Boards.Capabilities.SignsConfigurations(board.Firmware)));
        }

        return parts;
    }

    private static BackupPart ReadPart(string folder, ManifestFile file, string expected, bool isSigned)
    {
        if (file.File != expected)
        {
            // One file name per kind, so no manifest can refer to a file outside its folder.
            throw Damaged(folder, $"its manifest names another file than {expected} for the {file.Kind.Name()}");
        }

        var info = RequireOwnFile(folder, expected);
        if (info.Length != file.Size)
        {
            throw Damaged(folder, $"{expected} has {info.Length} bytes instead of {file.Size}");
        }

        if (info.Length > VescUartBoot.Chip.FlashMap.LargeSector)
        {
            throw Damaged(folder, $"{expected} is larger than any part can be ({info.Length} bytes)");
        }

        var part = BackupPart.TryParse(file.Kind, ReadExactly(info), isSigned)
            ?? throw Damaged(folder, $"{expected} cannot be what it is called, the {file.Kind.Name()}");
        return part.Sha256 != file.Sha256 ? throw Damaged(folder, $"{expected} has another SHA-256 than its manifest says")
            : BackupManifest.SignatureOf(part) is { } signature && signature != file.Signature
                ? throw Damaged(folder, $"{expected} has another signature than its manifest says")
            : part;
    }

    private static FileInfo RequireOwnFile(string folder, string name)
    {
        var info = new FileInfo(Path.Combine(folder, name));
        return !info.Exists ? throw Damaged(folder, $"{name} is missing")
            : info.LinkTarget is not null || info.Attributes.HasFlag(FileAttributes.ReparsePoint)
                ? throw Damaged(folder, $"{name} is a link to somewhere else")
            : info;
    }

    // The length was checked before: a file that is not regular has none, and is not opened.
    private static byte[] ReadExactly(FileInfo info)
    {
        if (info.Length == 0)
        {
            return [];
        }

        using var file = new FileStream(info.FullName, FileMode.Open, FileAccess.Read, FileShare.Read);
        byte[] content = new byte[info.Length];
        file.ReadExactly(content);
        return content;
    }

    private static BackupRejectedException Damaged(string folder,
        string why) => new("backupDamaged", $"{folder} is not a complete backup: {why}");

    // Two backups within one second get different names.
    private static string MoveToFreeName(string part, string wanted)
    {
        for (int number = 1; ; number++)
        {
            string target = number == 1 ? wanted : $"{wanted}-{number}";
            try
            {
                Directory.Move(part, target);
                return target;
            }
            catch (IOException) when (Path.Exists(target))
            {
                // The name is taken: try the next one.
            }
        }
    }

    private static void WriteDurably(string path, ReadOnlySpan<byte> content)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }
}
