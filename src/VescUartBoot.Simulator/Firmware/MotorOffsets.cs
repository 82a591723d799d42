using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Simulator.Firmware;

/// <summary>The current and voltage offsets of one motor since the last start. Measured at each start with calibration on: never the same
/// twice.</summary>
internal sealed class MotorOffsets
{
    private readonly SettingsForm? _form;
    private readonly byte[]? _measured;

    /// <param name="form">The form of the motor configuration.</param>
    /// <param name="stored">What is stored at this start.</param>
    /// <param name="random">Decides what is measured.</param>
    public MotorOffsets(SettingsForm? form, ReadOnlySpan<byte> stored, SimulatedRandom random)
    {
        _form = form;
        if (form is null || !form.Calibrates(stored))
        {
            return;
        }

        _measured = stored.ToArray();
        for (int i = 0; i < form.Offsets.Count; i++)
        {
            // Three currents around the middle of the converter, then voltages around zero.
            float noise = random.Next(2001) - 1000;
            form.Offsets[i].Write(_measured, i < 3 ? 2048 + (noise / 250) : noise / 100_000);
        }
    }

    /// <summary>Whether these are what the board works with: until a host sets others.</summary>
    public bool AreInUse { get; private set; } = true;

    /// <summary>A host has set its own.</summary>
    public void Yield() => AreInUse = false;

    /// <summary>Puts them into a configuration that is asked for.</summary>
    public void CopyTo(Span<byte> configuration)
    {
        if (_measured is null || !AreInUse)
        {
            return;
        }

        foreach (var offset in _form!.Offsets)
        {
            offset.Copy(_measured, configuration);
        }
    }
}
