using VescUartBoot.Boards;
using VescUartBoot.Jobs;
using VescUartBoot.Links;

namespace VescUartBoot.Samples;

/// <summary>More patience for a long cable: ten attempts for each request.</summary>
internal static class Retry
{
    public static async Task<int> RunAsync(string port)
    {
        var patient = new RetryOptions(Attempts: 10, TimeSpan.FromSeconds(1));
        var options = new BoardOptions { Identify = patient, Read = patient, ReturnTimeout = TimeSpan.FromMinutes(1) };

        await using var board = await Board.ConnectAsync(new SerialPortSource(port), options);
        var result = await board.CheckBootloaderAsync();
        Console.WriteLine($"{result.Before?.State}, {board.Statistics.Retries} retries");
        return result.Failure is null ? 0 : 1;
    }
}
