namespace VescUartBoot.Simulator;

/// <summary>Something that flash is busy with. It is applied at its end, or as far as it came when the power went.</summary>
internal abstract class FlashOperation
{
    public TimeSpan Start { get; set; }

    public required TimeSpan Duration { get; init; }

    public abstract void Complete(SimulatedFlash flash, ref SimulatedRandom random);

    /// <summary>The power went after <paramref name="elapsed"/>.</summary>
    public abstract void Cut(SimulatedFlash flash, TimeSpan elapsed, ref SimulatedRandom random);
}

/// <summary>Programming bytes, one after the other.</summary>
internal sealed class ProgramOperation(int offset, ReadOnlyMemory<byte> bytes, TimeSpan perByte) : FlashOperation
{
    /// <summary>The share of the bits that stays as it was, though no error flag is set.</summary>
    public double Neglected { get; init; }

    public override void Complete(SimulatedFlash flash, ref SimulatedRandom random)
    {
        if (Neglected == 0)
        {
            flash.Program(offset, bytes.Span);
            return;
        }

        byte[] programmed = bytes.ToArray();
        for (int bit = 0; bit < 8 * programmed.Length; bit++)
        {
            programmed[bit / 8] |= (byte)(random.NextDouble() < Neglected ? 1 << (bit % 8) : 0);
        }

        flash.Program(offset, programmed);
    }

    public override void Cut(SimulatedFlash flash, TimeSpan elapsed, ref SimulatedRandom random)
    {
        int done = perByte > TimeSpan.Zero ? (int)Math.Min(elapsed / perByte, bytes.Length) : 0;
        flash.Program(offset, bytes.Span[..done]);
    }
}

/// <summary>Erasing sectors, one after the other. One that was cut keeps a share of its bits.</summary>
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
