using VescUartBoot.Jobs.Common;

namespace VescUartBoot.TestKit;

/// <summary>Options of a job that runs on a bench.</summary>
internal static class JobSetting
{
    /// <summary>The same options, with the questions, the events, the journal and the catalogue of a bench.</summary>
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
