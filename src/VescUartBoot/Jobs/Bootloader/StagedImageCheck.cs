using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>Warns of a firmware that was uploaded while no bootloader was there and still waits: the first jump would flash it.</summary>
internal static class StagedImageCheck
{
    public static async Task RunAsync(JobRun session)
    {
        if (session.Path is not { } path)
        {
            return;
        }

        byte[] head = await path.ReadAsync(FlashMap.Staging.First(StagedHeader.HeaderLength + 8), progress: null,
            CancellationToken.None).ConfigureAwait(false);
        if (!StagedHeader.TryRead(head, out var header))
        {
            return;
        }

        if (session.Board.Pace.Window > 1)
        {
            var data = FlashRange.From(FlashMap.Staging.Start.Plus(StagedHeader.HeaderLength), header.Length);
            var progress = session.ProgressOf(JobPhase.Verify, header.Length);
            if (Crc16.Compute(await path.ReadAsync(data, progress, CancellationToken.None).ConfigureAwait(false)) == header.Crc)
            {
                session.Warn("stagedImage",
                    $"a firmware that was uploaded earlier waits complete in flash ({header.Length} bytes): the next restart through the "
                        + "bootloader installs it and resets all settings");
            }
        }
        else if (header.Compressed || head[StagedHeader.HeaderLength + 7] == 0x08)
        {
            session.Warn("stagedImage",
                $"a firmware that was uploaded earlier seems to wait in flash ({header.Length} bytes; this link is too slow to read all "
                    + "of it): the next restart through the bootloader would install it and reset all settings");
        }
    }
}
