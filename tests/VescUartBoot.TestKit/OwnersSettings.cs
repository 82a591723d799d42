using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.TestKit;

/// <summary>Non-default settings that a board accepts unchanged.</summary>
internal static class OwnersSettings
{
    private const int SignatureLength = 4;
    private const float FieldOriented = 2;

    /// <summary>Changes every value after the signature except the first (the CAN id of an app), within the limits of the
    /// hardware.</summary>
    public static byte[] Scramble(ReadOnlySpan<byte> configuration, byte mask, string hardware = "60")
    {
        byte[] changed = configuration.ToArray();
        for (int i = SignatureLength + 1; i < changed.Length; i++)
        {
            changed[i] ^= mask;
        }

        foreach (var profile in FirmwareProfiles.All)
        {
            if (SettingsForm.Of(profile, hardware, isApplication: false) is { } form
                && changed.AsSpan().StartsWith(form.Defaults[..SignatureLength]) && changed.Length == form.Defaults.Length)
            {
                // With one motor or with two.
                form.Find("motor_type")!.Value.Write(changed, FieldOriented);
                var limits = HardwareLimits.Of(profile, hardware);
                limits.Apply(profile, form, isDual: false, changed);
                limits.Apply(profile, form, isDual: true, changed);
                break;
            }
        }

        return changed;
    }
}
