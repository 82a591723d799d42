using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Images;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Upgrade;

namespace VescUartBoot.Samples;

/// <summary>Upgrades the firmware, keeps a backup of the settings, and carries them over.</summary>
internal static class Upgrade
{
    public static async Task<int> RunAsync(string port, string file)
    {
        await using var board = await Board.ConnectAsync(port);
        var options = new UpgradeOptions { Keep = backup => BackupFolder.Write("backups", backup), Confirm = (_, _) => new(true) };
        var result = await board.UpgradeFirmwareAsync(FirmwareImage.Load(file), options);
        Console.WriteLine(result);
        return result.Failure is null ? 0 : 1;
    }
}
