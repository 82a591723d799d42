using System.Collections.Concurrent;
using System.Security.Cryptography;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Hosting.History;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;
using Line = VescUartBoot.Hosting.History.JobRecord;

namespace VescUartBoot.Campaign;

/// <summary>The line of a job in the history, as it is read again, is true against flash.</summary>
internal static class HistoryLaw
{
    private static readonly ConcurrentDictionary<string, string> _firmware = new(StringComparer.Ordinal);

    public static void Check(Schedule schedule, JobRecord job, Line line, CliError? error, Action<Breach> broken)
    {
        void Break(string what) => broken(new Breach("history", job.Index, what));

        // Whoever answers "who are you" in the board's stead is taken for the board.
        bool forged = schedule.Faults.Any(f => f.Fault.What is SendPacket { Payload.Span: [0, ..] });
        bool reached = job.Result is { Failure: null };
        if ((line.ExitCode == 0) != reached || (line.Verdict == "ok") != reached || line.Verdict != (error?.Code ?? "ok"))
        {
            Break($"{line.Verdict} ({line.ExitCode}), and the job {(reached ? "reached its goal" : $"came to {job.Code}")}");
        }

        if (line.Bootloader is { } bootloader)
        {
            if (job.Result!.Before!.Method != DetectionMethod.Jump && !IsSo(bootloader.Before!, job.Before))
            {
                Break($"the bootloader before is told to be {bootloader.Before}");
            }

            if ((job.Result!.After ?? job.Result!.Before!).Method != DetectionMethod.Jump && !IsSo(bootloader.After!, job.After))
            {
                Break($"the bootloader after is told to be {bootloader.After}");
            }
        }

        if (line.BootloaderSha256 is { } hash && !HashesOf(job.After).Contains(hash))
        {
            Break("the hash of the bootloader is of something that is not there");
        }

        if (line.ImageSha256 is { } image && !ImagesOf(job).Contains(image))
        {
            Break($"the hash of the image is not that of {line.Image}");
        }

        if (!forged)
        {
            CheckFirmware(job, line, Break);
        }
    }

    private static void CheckFirmware(JobRecord job, Line line, Action<string> broken)
    {
        // A test build is written in another way than the simulator's name of it.
        bool plain = job.BoardBefore.Firmware is { } before && !before.Contains('-', StringComparison.Ordinal);
        if (plain && job.BoardBefore.State == BoardState.Running && line.Firmware!.Before != job.BoardBefore.Firmware)
        {
            broken($"the firmware before is told to be {line.Firmware.Before}, and was {job.BoardBefore.Firmware}");
        }

        if (plain && job.Result is { Failure: null } && line.Firmware!.After != job.BoardAfter.Firmware)
        {
            broken($"the firmware after is told to be {line.Firmware.After}, and is {job.BoardAfter.Firmware}");
        }
    }

    private static bool IsSo(string word, byte[] flash)
    {
        bool blank = Truth.IsBlank(Truth.Sector(flash, 11));
        return word switch
        {
            "absent" => blank,
            "present" => Truth.VectorsFit(flash),
            "damaged" => !blank && Truth.ImageIn(flash).Image is not ("present" or "old"),
            _ => word == "unknown",
        };
    }

    private static IEnumerable<string> HashesOf(byte[] flash)
    {
        byte[] sector = Truth.Sector(flash, 11).ToArray();
        yield return HashOf(sector.AsSpan(0, 1 + sector.AsSpan().LastIndexOfAnyExcept((byte)0xFF)));
        foreach (var content in new[] { Contents.Present, Contents.Old,
            Contents.Custom }.Where(c => sector.AsSpan().StartsWith(c.Content.Span)))
        {
            yield return HashOf(content.Content.Span);
        }
    }

    private static IEnumerable<string> ImagesOf(JobRecord job) => job.Step.Kind == JobKind.Upgrade
        ? [HashOf(Contents.Present.Content.Span), .. new[] { job.Step.Target, "5.03" }.SelectMany(v => FirmwareHashes(v))]
        : [HashOf(RunningJob.ContentOf(job.Step).Span), HashOf(Contents.Present.Content.Span)];

    private static string[] FirmwareHashes(string version) =>
        [FirmwareHash(version), Variants.HashOf(version, VariantSetup.Default), Variants.HashOf(version, VariantSetup.Ohm)];

    private static string FirmwareHash(string version) =>
        _firmware.GetOrAdd(version, static v => HashOf(SimulatedImage.Firmware(v, "60_MK6")));

    private static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
