using VescUartBoot.Jobs.Common;

namespace VescUartBoot.TestKit;

/// <summary>Options of a job on a test bench.</summary>
internal static class JobSetting
{
    /// <summary>Returns the options with the questions, events, journal and catalogue of a test bench.</summary>
    public static T In<T>(this T options, JobOptions bench)
        where T : JobOptions => options with
        {
            Confirm = bench.Confirm,
            Progress = bench.Progress,
            Journal = bench.Journal,
            Command = bench.Command,
            Monitor = bench.Monitor,
            Catalog = bench.Catalog,
        };
}
