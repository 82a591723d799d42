using System.Globalization;

namespace VescUartBoot.Settings;

/// <summary>Makes settings of one firmware into settings of another, from old value, old default and new default.</summary>
internal static class SettingsCarryOver
{
    private const string Rounded = "The new firmware stores it in coarser steps.";
    private const string Tighter = "A limit is never looser than before: the old value is tighter than the new default.";
    private const string TighterDefault = "The owner never changed it, and the new default is tighter.";
    private const string Protected = "The new default would turn the protection off.";
    private const string NoEqual = "The new firmware has no setting of this name.";

    /// <summary>Translates settings. The old values must be those saved first: a value that was read back may have lost a step.</summary>
    /// <exception cref="ArgumentException">The settings are not of one kind, or the old defaults are of another firmware.</exception>
    public static SettingsTranslation Translate(SettingsCarryOverRequest request)
    {
        if (request.Old.Kind != request.NewDefaults.Kind)
        {
            throw new ArgumentException("a motor configuration cannot become an app configuration", nameof(request));
        }

        if (request.OldDefaults is { } defaults && (defaults.Signature, defaults.Kind) != (request.Old.Signature, request.Old.Kind))
        {
            throw new ArgumentException("the old defaults are of another firmware than the old settings", nameof(request));
        }

        var mode = request is { Mode: SettingsMode.Merge, OldDefaults: null } ? SettingsMode.Keep : request.Mode;
        var steps = CarrySteps.Run(request, mode);
        var draft = new TranslationDraft(request);
        foreach (var standard in request.NewDefaults.Values)
        {
            var (value, outcome) = steps.Settings.GetValueOrDefault(standard.Field.Name) is { } setting
                ? Decide(request, mode, setting, standard)
                : (standard, new SettingOutcome(standard.Field.Name, SettingFate.NewDefault, null, standard.ToString(), null));
            draft.Add(value, outcome, isInSource: outcome.Before is not null || outcome.Fate != SettingFate.NewDefault);
        }

        if (mode != SettingsMode.Defaults)
        {
            SettingsSafety.Apply(request, draft);
        }

        foreach (var (setting, why) in steps.Dropped)
        {
            draft.AddDropped(Drop(request, mode, setting, why));
        }

        foreach (var setting in steps.Settings.Values.Where(s => request.NewDefaults.Find(s.Name) is null && s.Sources.Count > 0))
        {
            draft.AddDropped(Drop(request, mode, setting, NoEqual));
        }

        bool held = mode != SettingsMode.Defaults && InputGuard.Apply(request, draft);
        return new SettingsTranslation(draft.Settings, draft.Outcomes, mode) { InputHeldBack = held };
    }

    /// <summary>Converts a setting to the new firmware, or returns the reason why it has no value there, with the nearest one.</summary>
    internal static (SettingValue? Value, string? Problem, SettingValue? Nearest) Resolve(CarriedSetting setting, SettingField field)
    {
        if (setting.Bits is { } bits)
        {
            int[] places = [.. bits.Select(field.IndexOf)];
            return field.Type != SettingType.Bitfield || places.Contains(-1)
                ? (null, $"The new firmware does not have '{bits[Math.Max(0, Array.IndexOf(places, -1))]}'.", null)
                : (new SettingValue(field, places.Aggregate(0L, (all, bit) => all | (1L << bit))), null, null);
        }

        if (setting.Text is { } text)
        {
            return SettingValue.Parse(field, text) is (Value: { } parsed, _)
                ? (parsed, null, null)
                : (null, text.Length == 0 ? "The number stands for no label." : $"The new firmware does not have '{text}'.", null);
        }

        return ResolveNumber(setting, field);
    }

    /// <summary>Whether two values are equal, by label if they have labels.</summary>
    internal static bool IsSame(SettingValue one, SettingValue other)
    {
        if (one.Field.Type != other.Field.Type || one.Field.Type is SettingType.Double or SettingType.Int)
        {
            return one.Number == other.Number || Math.Abs(one.Number - other.Number) <= 1e-6 * Math.Abs(other.Number);
        }

        return one.Field.Type switch
        {
            SettingType.Enum => one.Label == other.Label && (one.Label is not null || one.Raw == other.Raw),
            SettingType.Bitfield => one.Bits.Order().SequenceEqual(other.Bits.Order()),
            _ => (one.Raw != 0) == (other.Raw != 0),
        };
    }

    private static (SettingValue? Value, string? Problem, SettingValue? Nearest) ResolveNumber(CarriedSetting setting, SettingField field)
    {
        double number = field.Type == SettingType.Bool ? (setting.Number != 0 ? 1 : 0) : setting.Number;
        var rounding = CarryRules.All.RoundingOf(field.Name);
        if (!double.IsFinite(number))
        {
            return (null, "The value is not a number.", null);
        }

        if (!field.Allows(number))
        {
            double nearest = Math.Clamp(number, field.Minimum ?? double.MinValue, field.Maximum ?? double.MaxValue);
            return (null, $"The new firmware takes {field.RangeText} only.", SettingValue.Of(field, nearest, SettingRounding.Nearest));
        }

        bool isSameForm = setting.IsUntouched && setting.Sources[0].Field is var old && old.Wire == field.Wire && old.Scale == field.Scale;
        return (isSameForm ? new SettingValue(field, setting.Sources[0].Raw) : SettingValue.Of(field, number, rounding)) is { } value
            ? (value, null, null)
            : (null, "The new firmware cannot store a value of this size.", null);
    }

    private static (SettingValue Value, SettingOutcome Outcome) Decide(
        SettingsCarryOverRequest request, SettingsMode mode, CarriedSetting setting, SettingValue standard)
    {
        var (value, problem, nearest) = Resolve(setting, standard.Field);
        if (setting.Ask is { } ask)
        {
            return AskFor(request, setting, standard, ask.Why, ask.OffersOld ? value : null);
        }

        if (setting.Reset is not null || !setting.IsCarried)
        {
            return setting.Reset is null && value is { } before && mode != SettingsMode.Defaults && TakesOld(before, standard) is { } why
                ? (before, Tell(setting, before, SettingFate.Kept, why))
                : Standard(setting, standard);
        }

        if (value is { } same && IsSame(same, standard) && setting.IsUntouched && IsSame(same, setting.Sources[0]))
        {
            return (same, Tell(setting, same, SettingFate.Kept, null));
        }

        if (value is not { } carried)
        {
            return setting.Sources.Any(s => s.Field.Name == standard.Field.Name && IsSame(s, standard))
                ? (standard, Tell(setting, standard, SettingFate.Kept, null))
                : AskFor(request, setting, standard, problem!, nearest);
        }

        bool isLooser = IsLimit(carried) && !IsSame(carried, standard) && TakesOld(carried, standard) is null;
        if (mode == SettingsMode.Keep && setting.OwnerSet == false && isLooser)
        {
            return (standard, Tell(setting, standard, SettingFate.NewDefault, TighterDefault));
        }

        if (setting.Sources.Count == 0 && IsSame(carried, standard))
        {
            return (standard, Tell(setting, standard, SettingFate.NewDefault, null));
        }

        bool isKept = setting.IsUntouched && IsSame(carried, setting.Sources[0]);
        return isKept
            ? (carried, Tell(setting, carried, SettingFate.Kept, null))
            : (carried, Tell(setting, carried, SettingFate.Converted, setting.Converted ?? Rounded));
    }

    private static bool IsLimit(SettingValue value) => CarryRules.All.RoundingOf(value.Field.Name) != SettingRounding.Nearest;

    // Why the old value is carried over although the user has not changed it.
    private static string? TakesOld(SettingValue old, SettingValue standard)
    {
        string name = standard.Field.Name;
        if (IsSame(old, standard))
        {
            return null;
        }

        bool isTighter = (CarryRules.All.UpperLimits.Contains(name) && old.Number < standard.Number)
            || (CarryRules.All.LowerLimits.Contains(name) && old.Number > standard.Number);
        return isTighter ? Tighter : CarryRules.All.Protections.Contains(name) && old.Raw != 0 && standard.Raw == 0 ? Protected : null;
    }

    private static (SettingValue Value, SettingOutcome Outcome) Standard(CarriedSetting setting, SettingValue standard)
    {
        bool isKept = setting.IsUntouched && IsSame(setting.Sources[0], standard);
        return (standard, Tell(setting, standard, isKept ? SettingFate.Kept : SettingFate.NewDefault, isKept ? null : setting.Reset));
    }

    private static (SettingValue Value, SettingOutcome Outcome) AskFor(
        SettingsCarryOverRequest request, CarriedSetting setting, SettingValue standard, string why, SettingValue? offered)
    {
        if (setting.Name == InputGuard.Name)
        {
            standard = InputGuard.Passive(request, standard);
        }

        if (!IsAccepted(request, setting))
        {
            return (standard, Tell(setting, standard, SettingFate.NeedsPerson, why) with { Offered = offered?.ToString() });
        }

        var value = offered ?? standard;
        var fate = offered is null ? SettingFate.NewDefault : IsSame(value, setting.Sources[0]) ? SettingFate.Kept : SettingFate.Converted;
        return (value, Tell(setting, value, fate, why) with { Accepted = true });
    }

    private static SettingOutcome Drop(SettingsCarryOverRequest request, SettingsMode mode, CarriedSetting setting, string? why)
    {
        bool isQuestion = setting.Ask is not null && why == NoEqual && mode != SettingsMode.Defaults;
        bool isAccepted = IsAccepted(request, setting);
        var fate = isQuestion && !isAccepted ? SettingFate.NeedsPerson : SettingFate.Dropped;
        return new SettingOutcome(setting.Sources[0].Field.Name, fate, setting.Before, null, isQuestion ? setting.Ask!.Why : why)
        {
            OwnerSet = setting.OwnerSet,
            Accepted = isQuestion && isAccepted,
        };
    }

    private static bool IsAccepted(SettingsCarryOverRequest request, CarriedSetting setting) =>
        request.Accepted.Contains(setting.Name) || setting.Sources.Any(s => request.Accepted.Contains(s.Field.Name));

    private static SettingOutcome Tell(CarriedSetting setting, SettingValue value, SettingFate fate, string? why) =>
        new(setting.Name, fate, setting.Before, value.ToString(), why)
        {
            FormerNames = setting.FormerNames,
            OwnerSet = setting.OwnerSet,
            Unit = value.Field.Unit,
        };
}
