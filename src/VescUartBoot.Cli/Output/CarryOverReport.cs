using System.Text.Json.Nodes;
using VescUartBoot.Backups;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Settings;

namespace VescUartBoot.Cli.Output;

/// <summary>Results of carrying over settings, for a person and for a script.</summary>
internal static class CarryOverReport
{
    private const string None = "-";

    /// <summary>Returns the counts and the settings that differ from the owner's values, or all settings if
    /// <paramref name="whole"/>.</summary>
    public static IReadOnlyList<string> Lines(JobResult? job, bool whole)
    {
        List<SettingOutcome> settings = [.. PartsOf(job).SelectMany(p => p.Settings)];
        List<SettingOutcome> told = [.. settings.Where(s => whole || IsNews(s))];
        if (told.Count == 0)
        {
            return [];
        }

        int width = told.Select(s => s.Name.Length).Max();
        return [$"settings: {SettingFateText.Count(settings)}", .. told.OrderByDescending(s => s.Fate).Select(s => $"  {Row(s, width)}")];
    }

    /// <summary>Adds <c>restored</c> to the final event: each part, and each setting that was carried over.</summary>
    public static void AddTo(JsonObject result, JobResult job)
    {
        if (PartsOf(job) is { Count: > 0 } parts)
        {
            result["restored"] = new JsonArray([.. parts.Select(o => JsonOutput.Compact(new JsonObject
            {
                ["part"] = JsonOutput.Word(o.Part),
                ["state"] = JsonOutput.Word(o.State),
                ["message"] = o.Message,
                ["mode"] = o.CarriedOver is { } carried ? JsonOutput.Word(carried.Mode) : null,
                ["settings"] = o.CarriedOver is { } translation ? new JsonArray([.. translation.Outcomes.Select(Tell)]) : null,
            }))]);
        }
    }

    // Settings that the owner never changed and that the new firmware lacks are not reported.
    private static bool IsNews(SettingOutcome setting) => setting.Fate switch
    {
        SettingFate.NeedsPerson or SettingFate.Converted => true,
        SettingFate.Dropped => setting.OwnerSet != false,
        SettingFate.NewDefault => setting is { OwnerSet: true } or { Accepted: true },
        _ => false,
    };

    private static string Row(SettingOutcome setting, int width)
    {
        string former = setting.FormerNames.Count > 0 ? $" (was {string.Join(", ", setting.FormerNames)})" : "";
        string offered = setting.Offered is { } offer ? $" ({offer} with --accept)" : "";
        string reason = setting.Reason is { } why ? $". {why}" : "";
        string after = setting.After is { } value && setting.Unit is { } unit ? $"{value} {unit}" : setting.After ?? None;
        return $"{SettingFateText.Word(setting.Fate),-9}  {setting.Name.PadRight(width)}  {setting.Before ?? None} → "
            + $"{after}{former}{offered}{reason}";
    }

    private static IReadOnlyList<PartOutcome> PartsOf(JobResult? job) => job switch
    {
        RestoreResult restore => restore.Restored,
        UpgradeResult { Upgrade: { } upgrade } => [.. upgrade.Settings?.Parts ?? [], .. upgrade.Scripts],
        ChangeSettingsResult change => change.Stored,
        _ => [],
    };

    /// <summary>Returns the result for one setting.</summary>
    public static JsonNode Tell(SettingOutcome setting) => JsonOutput.Compact(new JsonObject
    {
        ["name"] = setting.Name,
        ["formerNames"] = setting.FormerNames.Count > 0 ? new JsonArray([.. setting.FormerNames.Select(n => (JsonNode)n)]) : null,
        ["fate"] = JsonOutput.Word(setting.Fate),
        ["before"] = setting.Before,
        ["after"] = setting.After,
        ["offered"] = setting.Offered,
        ["reason"] = setting.Reason,
        ["unit"] = setting.Unit,
        ["ownerSet"] = setting.OwnerSet,
        ["accepted"] = setting.Accepted ? true : null,
    });
}
