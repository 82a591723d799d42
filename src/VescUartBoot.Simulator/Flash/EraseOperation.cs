using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Simulator.Flash;

/// <summary>Erasing sectors one after the other. An interrupted sector keeps a share of its bits.</summary>
internal sealed class EraseOperation(IReadOnlyList<int> sectors, BoardTiming timing) : FlashOperation
{
    /// <inheritdoc cref="ProgramOperation.Neglected"/>
    public double Neglected { get; init; }

    public override void Complete(SimulatedFlash flash, ref SimulatedRandom random)
    {
        foreach (int sector in sectors)
        {
            if (Neglected == 0)
            {
                flash.Erase(sector);
            }
            else
            {
                flash.EraseHalfway(sector, ref random, 1 - Neglected);
            }
        }
    }

    public override void Cut(SimulatedFlash flash, TimeSpan elapsed, ref SimulatedRandom random)
    {
        foreach (int sector in sectors)
        {
            var time = timing.Erase(SimulatedFlash.Sectors[sector]);
            if (elapsed < time)
            {
                flash.EraseHalfway(sector, ref random, elapsed / time);
                return;
            }

            flash.Erase(sector);
            elapsed -= time;
        }
    }
}
