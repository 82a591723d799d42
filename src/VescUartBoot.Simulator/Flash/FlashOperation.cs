namespace VescUartBoot.Simulator;

/// <summary>Something that flash is busy with. It is applied at its end, or as far as it came when the power went.</summary>
internal abstract class FlashOperation
{
    public TimeSpan Start { get; set; }

    public required TimeSpan Duration { get; init; }

    public abstract void Complete(SimulatedFlash flash);

    /// <summary>The power went after <paramref name="elapsed"/>.</summary>
    public abstract void Cut(SimulatedFlash flash, TimeSpan elapsed, ref SimulatedRandom random);
}

/// <summary>Programming bytes, one after the other.</summary>
internal sealed class ProgramOperation(int offset, ReadOnlyMemory<byte> bytes, TimeSpan perByte) : FlashOperation
{
    public override void Complete(SimulatedFlash flash) => flash.Program(offset, bytes.Span);

    public override void Cut(SimulatedFlash flash, TimeSpan elapsed, ref SimulatedRandom random)
    {
        int done = perByte > TimeSpan.Zero ? (int)Math.Min(elapsed / perByte, bytes.Length) : 0;
        flash.Program(offset, bytes.Span[..done]);
    }
}

/// <summary>Erasing sectors, one after the other. One that was cut keeps a share of its bits.</summary>
internal sealed class EraseOperation(IReadOnlyList<int> sectors, BoardTiming timing) : FlashOperation
{
    public override void Complete(SimulatedFlash flash)
    {
        foreach (int sector in sectors)
        {
            flash.Erase(sector);
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
