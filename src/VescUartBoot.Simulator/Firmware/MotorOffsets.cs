using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Simulator.Firmware;

/// <summary>Current and voltage offsets of one motor since the last start. With calibration on, each start measures different
/// values.</summary>
internal sealed class MotorOffsets
{
    private readonly SettingsForm? _form;
    private readonly byte[]? _measured;

    /// <param name="form">Format of the motor configuration.</param>
    /// <param name="stored">Configuration stored at this start.</param>
    /// <param name="random">Source of the measured values.</param>
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
            // Three currents around the middle of the ADC range, then voltages around zero.
            float noise = random.Next(2001) - 1000;
            form.Offsets[i].Write(_measured, i < 3 ? 2048 + (noise / 250) : noise / 100_000);
        }
    }

    /// <summary>Whether the board uses these offsets, until a host sets others.</summary>
    public bool AreInUse { get; private set; } = true;

    /// <summary>Records that a host has set other offsets.</summary>
    public void Yield() => AreInUse = false;

    /// <summary>Writes the offsets into a requested configuration.</summary>
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
