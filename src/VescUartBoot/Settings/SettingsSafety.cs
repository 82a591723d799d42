using VescUartBoot.Messages;

namespace VescUartBoot.Settings;

/// <summary>Corrections of a translation that keep the board safe and reachable.</summary>
internal static class SettingsSafety
{
    private const long AtEachStart = 1;

    /// <summary>Corrects values that depend on several settings.</summary>
    public static void Apply(SettingsCarryOverRequest request, TranslationDraft draft)
    {
        if (request.NewDefaults.Kind == ConfigurationKind.Motor)
        {
            ApplyOffsets(request, draft);
            CapStartOfHallSensors(draft);
        }
        else
        {
            KeepLink(request, draft);
        }
    }

    // Offsets that the board measures at each start are out of date; otherwise nothing else restores them.
    private static void ApplyOffsets(SettingsCarryOverRequest request, TranslationDraft draft)
    {
        var mode = draft.Find("foc_offsets_cal_mode") ?? draft.Find("foc_offsets_cal_on_boot");
        bool isMeasured = request.IsFile || (mode is { } found && (found.Raw & AtEachStart) != 0);
        foreach (string name in CarryRules.All.Measured)
        {
            if (draft.Find(name) is { } value && request.Old.Find(name) is { } old)
            {
                var standard = request.NewDefaults.Find(name)!.Value;
                bool isSame = SettingsCarryOver.IsSame(old, standard);
                draft.Replace(
                    isMeasured ? standard : value with { Raw = old.Raw },
                    !isMeasured || isSame ? SettingFate.Kept : SettingFate.NewDefault,
                    isMeasured && !isSame ? "It is measured on each board." : null);
            }
        }
    }

    // The firmware does the same; a value that it would change could not be proved.
    private static void CapStartOfHallSensors(TranslationDraft draft)
    {
        if (draft.Find("foc_sl_erpm_start") is { } start && draft.Find("foc_sl_erpm") is { } end && start.Number > 0.9 * end.Number
            && SettingValue.Of(start.Field, Math.Floor(0.9 * end.Number), SettingRounding.Nearest) is { } capped)
        {
            draft.Replace(capped, SettingFate.Converted, "The firmware takes at most 0.9 of foc_sl_erpm.");
        }
    }

    private static void KeepLink(SettingsCarryOverRequest request, TranslationDraft draft)
    {
        var present = request.Present ?? request.NewDefaults;
        if (request.IsFile)
        {
            Hold("controller_id", _ => true, "It is the id of a board; the file may be of another.");
        }

        Hold("shutdown_mode", value => value.Label == "ALWAYS_OFF", "It switches the board off as soon as it is written.");
        if (request.Link == SettingsLink.Uart)
        {
            Hold("app_uart_baudrate", _ => true, "The connection runs at another rate and would be cut.");
            Hold("permanent_uart_enabled", value => value.Raw == 0, "The connection may use this port and would be cut.");
            bool cameWithout = request.Old.Find(InputGuard.Name) is { } old && !InputGuard.HasUart(old)
                && request.Old.Find("permanent_uart_enabled") is { Raw: not 0 };
            if (!cameWithout && present.Find(InputGuard.Name) is { } app && InputGuard.HasUart(app))
            {
                Hold(InputGuard.Name, value => !InputGuard.HasUart(value), "The connection needs the UART and would be cut.");
            }
        }
        else if (request.Link == SettingsLink.Can)
        {
            Hold("can_baud_rate", _ => !request.LinkFollowsRate, "The connection runs at another rate and would be cut.");
            Hold("can_mode", value => !IsVesc(value), "The connection needs the VESC protocol and would be cut.");
        }

        static bool IsVesc(SettingValue mode) => mode.Label?.Contains("VESC", StringComparison.Ordinal) == true;

        void Hold(string name, Func<SettingValue, bool> cuts, string why)
        {
            if (draft.Find(name) is { } value && present.Find(name) is { } now && !SettingsCarryOver.IsSame(value, now)
                && cuts(value) && !request.Accepted.Contains(name))
            {
                draft.Replace(value with { Raw = now.Raw }, SettingFate.NeedsPerson, why, value.ToString());
            }
        }
    }
}
