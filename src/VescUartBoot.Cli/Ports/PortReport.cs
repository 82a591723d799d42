using System.Text.Json.Nodes;
using VescUartBoot.Catalog;
using VescUartBoot.Cli.Output;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Links;

namespace VescUartBoot.Cli.Ports;

/// <summary>Report of ports, for a person and for a script.</summary>
internal static class PortReport
{
    private static readonly Table _table = new(("port", 14), ("USB", 9), ("VESC", 5), ("device", 0));

    /// <summary>Headings.</summary>
    public static IEnumerable<string> Head(int width) => _table.Head(width);

    /// <summary>Returns the row of a port and its remarks.</summary>
    public static IEnumerable<string> ToLines(SerialPortInfo port, ProbeAnswer? answer, int width) =>
    [
        .. _table.Row(
            width,
            port.Path,
            port.VendorId is { } vendor ? $"{vendor:x4}:{port.ProductId:x4}" : "-",
            answer is null ? port.LooksLikeVesc ? "maybe" : "no" : answer.Board is null ? "no" : "yes",
            $"{port.Product ?? port.Driver ?? "unknown device"}{(port.SerialNumber is { } serial ? $", serial {serial}" : "")}"),
        .. port.Access.MayOpen ? [] : _table.Remark(width, PortAdvice.Sentence(port.Access, port.Path) ?? "it may not be opened"),
        .. port.Holders.Count == 0 ? [] : _table.Remark(width, $"held by {string.Join(", ", port.Holders)}"),
        .. answer is null ? [] : _table.Remark(width, answer.Board is { } board ? HumanOutput.Describe(board) : answer.Problem!),
    ];

    public static JsonObject ToJson(SerialPortInfo port, ProbeAnswer? answer)
    {
        var line = JsonOutput.Compact(new JsonObject
        {
            ["event"] = "port",
            ["port"] = port.Path,
            ["looksLikeVesc"] = port.LooksLikeVesc,
            ["mayOpen"] = port.Access.MayOpen,
            ["vid"] = port.VendorId?.ToString("x4"),
            ["pid"] = port.ProductId?.ToString("x4"),
            ["product"] = port.Product,
            ["manufacturer"] = port.Manufacturer,
            ["serialNumber"] = port.SerialNumber,
            ["driver"] = port.Driver,
            ["byId"] = port.IdAlias,
            ["byPath"] = port.SocketAlias,
            ["reason"] = PortAdvice.Sentence(port.Access, port.Path),
            ["mend"] = PortAdvice.CommandFor(port.Access),
        });
        if (port.Holders.Count > 0)
        {
            line["heldBy"] =
                new JsonArray([.. port.Holders.Select(h => (JsonNode)new JsonObject { ["pid"] = h.ProcessId, ["name"] = h.ProcessName })]);
        }

        if (answer is not null)
        {
            line["probe"] = JsonOutput.Compact(new JsonObject
            {
                ["family"] = answer.Board is { } board ? BootloaderCatalog.FamilyName(board.Family) : null,
                ["hardware"] = answer.Board?.Hardware,
                ["firmware"] = answer.Board?.Firmware.ToString(),
                ["uuid"] = answer.Board?.Uuid?.ToString(),
                ["problem"] = answer.Problem,
            });
        }

        return line;
    }
}
