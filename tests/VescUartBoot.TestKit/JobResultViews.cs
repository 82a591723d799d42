using VescUartBoot.Backups;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;

namespace VescUartBoot.TestKit;

/// <summary>Common views of the results of all jobs, for tests that run several kinds of jobs.</summary>
internal static class JobResultViews
{
    extension(JobResult result)
    {
        public BootloaderStatus? Before => (result as BootloaderJobResult)?.Before;

        public BootloaderStatus? After => (result as BootloaderJobResult)?.After;

        public BootloaderImage? Image => (result as BootloaderJobResult)?.Image;

        public InstallPlan? Plan => (result as BootloaderJobResult)?.Plan;

        public BoardBackup? Backup => (result as BackupResult)?.Backup;

        public IReadOnlyList<PartOutcome> Restored => (result as RestoreResult)?.Restored ?? [];

        public FlashRange? Dumped => (result as DumpResult)?.Dumped;

        public UpgradeOutcome? Upgrade => (result as UpgradeResult)?.Upgrade;
    }
}
