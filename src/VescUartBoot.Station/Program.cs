using VescUartBoot.Station.Arguments;

namespace VescUartBoot.Station;

/// <summary>The entry of <c>vescboot-station</c>.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => StationCommand.Build().Parse(args).InvokeAsync();
}
