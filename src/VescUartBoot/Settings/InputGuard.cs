using VescUartBoot.Messages;

namespace VescUartBoot.Settings;

/// <summary>Holds an input back that could start the motor, until nothing is left for a person to decide.</summary>
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

    /// <summary>Holds the input back where it must be.</summary>
    /// <returns>Whether it was held back.</returns>
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

    /// <summary>An input that starts nothing: the default where it is one, else the UART where somebody may depend on it.</summary>
    public static SettingValue Passive(SettingsCarryOverRequest request, SettingValue input)
    {
        var standard = request.NewDefaults.Find(Name)!.Value;
        bool needsUart = request.Link != SettingsLink.Usb || (request.Old.Find(Name) is { } old && HasUart(old));
        return CanStartMotor(standard) ? input with { Raw = input.Field.IndexOf(needsUart ? Uart : NoApp) } : standard;
    }

    /// <summary>Whether an input can start the motor. What the UART sends may as well, but a person or a program is at its other
    /// end.</summary>
    public static bool CanStartMotor(SettingValue input) => input.Label is not (NoApp or Uart);
}
