using System.Text.Json.Nodes;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Rescue;
using VescUartBoot.Recognition;

namespace VescUartBoot.Cli.Output;

/// <summary>Findings about the target on the SWD wires, and the results.</summary>
internal static class RescueReport
{
    /// <summary>Returns the lines about the target.</summary>
    public static IReadOnlyList<string> Lines(RescueResult result) => result.Target is not { } target ? [] :
    [
        LabelledWriter.Label("target") + $"{target.Chip}, {target.Uuid}",
        LabelledWriter.Label("firmware") + Before(result) + Describe(target.Application),
        LabelledWriter.Label("settings") + Before(result) + (target.HasSettings ? "stored" : "none"),
        .. result.Seen is { } seen ? [LabelledWriter.Label("answers") + HumanOutput.Describe(seen)] : Array.Empty<string>(),
    ];

    /// <summary>Returns the last line; <see langword="null"/> if the error reports it.</summary>
    public static Verdict? Verdict(RescueResult result) => result switch
    {
        { Failure: not null } or { Target: null } => null,
        { Plan: { } plan, BytesWritten: 0, Image: not null } when plan.BytesToWrite > 0 =>
            new("dry run", $"nothing was changed; {plan.BytesToWrite} bytes would be written", Tone.Calm),
        { Firmware: { } firmware } => new("done",
            $"{firmware} and {result.Image!.Name} are on the target: all {FlashAddress.Size} bytes were read back over SWD and compared"
                + (result.Seen is null ? "; it was not seen on its own port" : "") + HaltAdvice(result)),
        { Image: { } image } => new("done",
            $"{image.Name} is on the target: all {FlashMap.Bootloader.Length} bytes of its sector were read back over SWD and compared"
                + (result.Target.Application.Kind is ApplicationKind.Blank or ApplicationKind.NoFirmware
                    ? "; it still has no firmware: vescboot rescue restore" : "")
                + HaltAdvice(result)),
        _ => new("looked", result.Restarted ? "the target was restarted" : $"the target was read{HaltAdvice(result)}"),
    };

    /// <summary>Returns the fields of the final JSON event.</summary>
    public static JsonObject ToJson(RescueResult result)
    {
        var more = new JsonObject();
        if (result.Target is { } target)
        {
            more["target"] = new JsonObject
            {
                ["uuid"] = target.Uuid.ToString(),
                ["chip"] = target.Chip,
                ["application"] = JsonOutput.Compact(new JsonObject
                {
                    ["state"] = JsonOutput.Word(target.Application.Kind),
                    ["image"] = target.Application.Image,
                    ["version"] = target.Application.Version,
                    ["hardware"] = target.Application.Hardware,
                    ["evidence"] = target.Application.Evidence,
                }),
                ["settings"] = target.HasSettings,
                ["restarted"] = result.Restarted,
                ["massErased"] = result.MassErased,
            };
        }

        if (result.Firmware is { } firmware)
        {
            more["firmwareImage"] = firmware;
        }

        if (result.Seen is { } seen)
        {
            more["seen"] = JsonOutput.Compact(new JsonObject
            {
                ["hardware"] = seen.Hardware,
                ["firmware"] = seen.Firmware.ToString(),
                ["uuid"] = seen.Uuid?.ToString(),
            });
        }

        return more;
    }

    private static string HaltAdvice(RescueResult result) =>
        result.Restarted ? "" : "; its restart is not confirmed: if it does not run, switch its power off and on";

    // The content is that found at the start of the job.
    private static string Before(RescueResult result) => result.MassErased || result.BytesWritten > 0 ? "before: " : "";

    private static string Describe(ApplicationContent application) => application switch
    {
        { Kind: ApplicationKind.Known } known => $"{known.Version} for {known.Hardware} ({known.Image})",
        { Kind: ApplicationKind.Blank } => "none: its sectors are blank",
        { Kind: ApplicationKind.NoFirmware } none => $"none that runs: {none.Evidence}",
        var other => other.Evidence,
    };
}
