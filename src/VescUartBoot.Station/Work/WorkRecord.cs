using VescUartBoot.Hosting.History;

namespace VescUartBoot.Station.Work;

/// <summary>Fills a record from the jobs that ran on one board.</summary>
internal static class WorkRecord
{
    private const string NotProved = "none";

    /// <summary>The record with what was there before the first job and after the last one.</summary>
    public static JobRecord With(this JobRecord record, WorkResult result)
    {
        foreach (var step in result.Steps.Select(s => new JobRecord
        {
            Schema = record.Schema,
            Begun = record.Begun,
            Ended = record.Ended,
            Command = record.Command,
            ExitCode = record.ExitCode,
            Verdict = record.Verdict,
            Tool = record.Tool,
        }.With(s)))
        {
            record = record with
            {
                Bootloader = step.Bootloader is { } now ? now with { Before = record.Bootloader?.Before ?? now.Before }
                    : record.Bootloader,
                BootloaderSha256 = step.BootloaderSha256 ?? record.BootloaderSha256,
                Image = step.Image ?? record.Image,
                ImageSha256 = step.ImageSha256 ?? record.ImageSha256,
                ImageSize = step.ImageSize ?? record.ImageSize,
                Verified = step.Verified is null or NotProved ? record.Verified ?? step.Verified : step.Verified,
                BytesWritten = (record.BytesWritten ?? 0) + (step.BytesWritten ?? 0),
                SavedTo = step.SavedTo ?? record.SavedTo,
            };
        }

        if (result.Running is { } running)
        {
            record = record with { Image = running.Name, ImageSha256 = running.Sha256, ImageSize = running.Content.Length };
        }

        return result.Settings.Count == 0 ? record : record with
        {
            Settings = [.. result.Settings.Select(s => new RecordedSettings(s.File.Name, s.File.Sha256, s.Changed))],
        };
    }
}
