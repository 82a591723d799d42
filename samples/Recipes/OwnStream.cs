using System.Net.Sockets;
using VescUartBoot.Boards;
using VescUartBoot.Links;

namespace VescUartBoot.Samples;

/// <summary>A board on any stream, here a socket. The stream is opened again after each restart of the board.</summary>
internal static class OwnStream
{
    public static async Task<int> RunAsync(string address)
    {
        var source = new StreamLinkSource(address, () =>
        {
            string[] parts = address.Split(':');
            return new TcpClient(parts[0], int.Parse(parts[1])).GetStream();
        });

        await using var board = await Board.ConnectAsync(source);
        Console.WriteLine($"{board.Identity.Hardware}, firmware {board.Identity.Firmware}");
        return 0;
    }
}
