using System.CommandLine;
using System.Text.Json.Nodes;
using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Messages;
using Command = System.CommandLine.Command;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot info</c>: identifies a board.</summary>
internal static class InfoCommand
{
    public static CommandDefinition Word { get; } = new(
        "info",
        """
        Show what a board reports: hardware, firmware, UUID and more

        Examples:
          vescboot info
          vescboot info -p /dev/ttyACM0 --json
        """,
        Build);

    private static Command Build(CommandDefinition word)
    {
        var bus = new Option<bool>("--bus") { Description = "List the boards on the CAN bus, as vescboot bus does" };
        return BoardCommand.Define(
            new Command(word.Name, word.Says) { bus },
            run => run.Parsed.GetValue(bus),
            (_, ofBus, board, cancellationToken) => ofBus
                ? BusCommand.RunAsync(board, cancellationToken)
                : RunAsync(board, cancellationToken),
            isJob: false,
            can: CanUse.One);
    }

    private static async Task<Outcome> RunAsync(Board board, CancellationToken cancellationToken)
    {
        var fields = Fields(board.Identity).ToList();
        if (board.Capabilities.TellsRevisions)
        {
            try
            {
                var info = await board.SendAsync(new FirmwareInfoRequest(), cancellationToken).ConfigureAwait(false);
                fields.Add(("gitHash", "git hash", info.GitHash));
                fields.Add(("userGitHash", "user git hash", info.UserGitHash));
            }
            catch (ReplyTimeoutException)
            {
                // A build without this command; all other fields are already reported.
            }
        }

        var told = new JsonObject();
        var lines = new List<string>();
        foreach (var (name, label, value) in fields)
        {
            if (value is not null and not "")
            {
                told[name] = value switch
                {
                    bool b => b,
                    byte or int => Convert.ToInt32(value),
                    _ => value.ToString(),
                };
                lines.Add($"{label,-22} {(value is bool flag ? flag ? "yes" : "no" : value)}");
            }
        }

        return new Outcome { Lines = lines, More = new JsonObject { ["info"] = told } };
    }

    private static IEnumerable<(string Name, string Label, object? Value)> Fields(BoardIdentity board)
    {
        var reply = board.Reply;
        yield return ("family", "family", BootloaderCatalog.FamilyName(board.Family));
        yield return ("hardware", "hardware", board.Hardware);
        yield return ("firmware", "firmware", board.Firmware.ToString());
        yield return ("upstream", "upstream firmware", board.IsUpstream);
        yield return ("uuid", "UUID", board.Uuid?.ToString());
        yield return ("pairingDone", "pairing done", reply.PairingDone);
        yield return ("testVersion", "test build", reply.TestVersion);
        yield return ("hardwareType", "hardware type", reply.HardwareType);
        yield return ("customConfigs", "custom configs", reply.CustomConfigCount);
        yield return ("phaseFilters", "phase filters", reply.HasPhaseFilters);
        yield return ("qmlHardware", "QML of the hardware", reply.QmlHardware);
        yield return ("qmlApp", "QML app", reply.QmlApp);
        yield return ("nrfFlags", "NRF flags", reply.NrfFlags);
        yield return ("firmwareName", "firmware name", reply.FirmwareName);
        yield return ("hardwareConfigCrc", "hardware config CRC", reply.HardwareConfigCrc is { } crc ? $"0x{crc:X8}" : null);
    }
}
