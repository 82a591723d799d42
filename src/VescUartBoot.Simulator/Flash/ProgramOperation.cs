using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Simulator.Flash;

/// <summary>Programming bytes, one after the other.</summary>
internal sealed class ProgramOperation(int offset, ReadOnlyMemory<byte> bytes, TimeSpan perByte) : FlashOperation
{
    /// <summary>Share of the bits that stay unchanged although no error flag is set.</summary>
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
