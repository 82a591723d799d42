using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Applies new values to the configurations of a board, in memory. Changes nothing on the board.</summary>
/// <param name="Parts">All configurations, changed or not.</param>
/// <param name="Changes">The differences.</param>
internal sealed record SettingsPlan(IReadOnlyList<BackupPart> Parts, IReadOnlyList<SettingChange> Changes)
{
    /// <summary>Result for each setting of a file.</summary>
    public SettingsTranslation? Translation { get; private init; }

    /// <summary>Whether an input that can start the motor becomes active.</summary>
    public bool ActivatesInput { get; private init; }

    /// <summary>Plans the change.</summary>
    /// <exception cref="SettingRejectedException">The firmware has no such setting, or the value is not valid.</exception>
    /// <exception cref="UnknownSettingsLayoutException">The layout of the board or file is unknown.</exception>
    public static SettingsPlan Make(Board board, IReadOnlyList<BackupPart> present, SettingsInput input)
    {
        var before = present.ToDictionary(p => p.Kind, p => BoardSettings.Decode(p.Configuration!));
        Dictionary<BackupPartKind, BoardSettings> after = new(before);
        SettingsTranslation? translation = null;
        if (input is SettingsInput.Values values)
        {
            foreach (var (name, value) in values.Settings)
            {
                var kind = PartOf(before, name, values.Part);
                after[kind] = Set(after[kind], name, value);
            }
        }
        else if (input is SettingsInput.File file)
        {
            if (!before.TryGetValue(file.Part, out var settings))
            {
                throw new JobStoppedException(FailureCode.PartUnreadable, $"the board has no {file.Part.Name()} that can be read");
            }

            translation = SettingsImport.Translate(file.Content, settings, file.Accepted, LinkInUse.Of(board));
            after[file.Part] = translation.Settings;
        }

        List<SettingChange> changes = [];
        foreach (var (kind, old) in before)
        {
            changes.AddRange(old.Values.Zip(after[kind].Values).Where(v => v.First.Raw != v.Second.Raw)
                .Select(v => new SettingChange(kind, v.First.Field.Name, v.First.ToString(), v.Second.ToString(), v.First.Field.Unit)));
        }

        return new SettingsPlan([.. present.Select(p => BackupPart.Of(p.Kind, after[p.Kind].Encode()))], changes)
        {
            Translation = translation,
            ActivatesInput = changes.Exists(c => c.Name == InputGuard.Name)
                && InputGuard.CanStartMotor(after[BackupPartKind.AppConfiguration].Find(InputGuard.Name)!.Value),
        };
    }

    private static BackupPartKind PartOf(Dictionary<BackupPartKind, BoardSettings> settings, string name, BackupPartKind? wanted)
    {
        foreach (var (kind, of) in settings)
        {
            if ((wanted is null || wanted == kind) && of.Find(name) is not null)
            {
                return kind;
            }
        }

        var names = settings.Where(s => wanted is null || s.Key == wanted).SelectMany(s => s.Value.Values).Select(v => v.Field.Name);
        throw new SettingRejectedException($"this firmware has no setting '{name}'", name, [.. names.Distinct()]);
    }

    private static BoardSettings Set(BoardSettings settings, string name, string value)
    {
        var (changed, problem) = settings.With(name, value);
        var field = settings.Find(name)!.Value.Field;
        return changed ?? throw new SettingRejectedException(
            problem switch
            {
                SettingProblem.OutOfRange => $"{name} takes {field.RangeText}, not '{value}'",
                SettingProblem.NotALabel => $"{name} takes {string.Join(", ", field.LabelsInUse)}, not '{value}'",
                _ => $"{name} takes a {(field.Type == SettingType.Int ? "whole number" : "number")}"
                    + $"{(field.Unit is { } unit ? $" of {unit}" : "")}, not '{value}'",
            },
            value,
            field.LabelsInUse);
    }
}
