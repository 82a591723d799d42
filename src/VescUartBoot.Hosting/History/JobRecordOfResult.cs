using System.Text.Json;

using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;

namespace VescUartBoot.Hosting.History;

/// <summary>Fills a record from the result of a job.</summary>
internal static class JobRecordOfResult
{
    /// <summary>Returns the record with the findings, writes and verification of the job.</summary>
    public static JobRecord With(this JobRecord record, JobResult? job)
    {
        var sector = job as BootloaderJobResult;
        var upgrade = (job as UpgradeResult)?.Upgrade;
        bool ofFirmware = upgrade?.Image is not null;
        var after = sector?.After ?? sector?.Before;
        return record with
        {
            Bootloader = sector?.Before is { } finding ? new BeforeAndAfter(Word(finding.State), Word(after!.State)) : null,
            BootloaderSha256 = after?.Content?.Sha256,
            Image = ofFirmware ? upgrade!.Image : sector?.Image?.Name,
            ImageSha256 = ofFirmware ? upgrade!.Sha256 : sector?.Image?.Sha256,
            ImageSize = ofFirmware ? upgrade!.Size : sector?.Image?.Content.Length,
            Verified = job is null ? null : Word(job.Verified),
            BytesWritten = job?.BytesWritten,
            SavedTo = job?.SavedTo ?? upgrade?.KeptIn,
        };
    }

    private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
