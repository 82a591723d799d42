using VescUartBoot.Hosting.History;

namespace VescUartBoot.Tests.Recovery;

internal static class HistoryReading
{
    /// <summary>All of a history at once.</summary>
    public static (IReadOnlyList<JobRecord> Records, int DamagedLines, string? SetAsideIn) ReadAll(this JobHistory history)
    {
        List<JobRecord> records = [];
        var damage = history.Read(records.Add);
        return (records, damage.Lines, damage.SetAsideIn);
    }
}
