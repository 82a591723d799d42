using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.TestKit;

/// <summary>Settings that no factory has, and that a board takes as they are.</summary>
internal static class OwnersSettings
{
    private const int SignatureLength = 4;
    private const float FieldOriented = 2;

    /// <summary>Changes every value after the signature but the first, which is the CAN id of an app, and keeps within what the hardware
    /// allows.</summary>
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
