using VescUartBoot.Backups;

namespace VescUartBoot.Jobs.Common;

/// <summary>The parts whose content on the board is not known. Another thread may read it during the job.</summary>
internal sealed class UncertainParts
{
    private volatile HashSet<BackupPartKind> _kinds = [];

    public int Count => _kinds.Count;

    public bool Any(Func<BackupPartKind, bool> isSo) => _kinds.Any(isSo);

    public void Add(BackupPartKind kind) => _kinds = [.. _kinds, kind];

    public void Remove(BackupPartKind kind) => _kinds = [.. _kinds.Where(k => k != kind)];
}
