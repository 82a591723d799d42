using VescUartBoot.Messages;

namespace VescUartBoot.Settings;

/// <summary>Withholds an input that could start the motor until no decision of the user is outstanding.</summary>
internal static class InputGuard
{
    /// <summary>The setting that chooses the input.</summary>
    public const string Name = "app_to_use";

    private const string NoApp = "No App";
    private const string Uart = "UART";

    // With an IMU on the board it served the UART as well.
    private const string Balance = "Balance";

    /// <summary>Whether an input serves the UART.</summary>
    public static bool HasUart(SettingValue input) =>
        input.Label is { } label && (label == Balance || label.Contains(Uart, StringComparison.Ordinal));

    /// <summary>Withholds the input if required.</summary>
    /// <returns>Whether it was withheld.</returns>
    public static bool Apply(SettingsCarryOverRequest request, TranslationDraft draft)
    {
        if (request.NewDefaults.Kind != ConfigurationKind.App || draft.Find(Name) is not { } input || request.Accepted.Contains(Name))
        {
            return false;
        }

        bool isUndecided = request.HoldInput || draft.Outcomes.Any(o => o.Fate == SettingFate.NeedsPerson);
        bool isActive = request.Present?.Find(Name) is { } now && SettingsCarryOver.IsSame(now, input);
        if (!isUndecided || isActive || !CanStartMotor(input))
        {
            return false;
        }

        bool wasAsked = draft.Outcomes.Any(o => o.Name == Name && o.Fate == SettingFate.NeedsPerson);
        draft.Replace(
            Passive(request, input),
            SettingFate.NeedsPerson,
            wasAsked
                ? draft.Outcomes.First(o => o.Name == Name).Reason
                : "It could start the motor, and other settings are left for a person to decide.",
            wasAsked ? draft.Outcomes.First(o => o.Name == Name).Offered : input.ToString());
        return true;
    }

    /// <summary>An input that starts nothing: the default if it is one, otherwise the UART if a device may depend on it.</summary>
    public static SettingValue Passive(SettingsCarryOverRequest request, SettingValue input)
    {
        var standard = request.NewDefaults.Find(Name)!.Value;
        bool needsUart = request.Link != SettingsLink.Usb || (request.Old.Find(Name) is { } old && HasUart(old));
        return CanStartMotor(standard) ? input with { Raw = input.Field.IndexOf(needsUart ? Uart : NoApp) } : standard;
    }

    /// <summary>Whether an input can start the motor. UART commands can too, but a person or a program sends them.</summary>
    public static bool CanStartMotor(SettingValue input) => input.Label is not (NoApp or Uart);
}
