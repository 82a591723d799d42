using System.Text.Json.Nodes;
using VescUartBoot.Catalog;
using VescUartBoot.Cli.Output;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Links;

namespace VescUartBoot.Cli.Ports;

/// <summary>Ports for a person and for a script.</summary>
internal static class PortReport
{
    private const string Indent = "                 ";

    public static IEnumerable<string> ToLines(SerialPortInfo port, ProbeAnswer? answer, int width)
    {
        string usb = port.VendorId is { } vendor ? $"{vendor:x4}:{port.ProductId:x4}" : "-";
        string what =
            $"{usb,-9}  {(port.LooksLikeVesc ? "may be a VESC" : "not a VESC"),-13}  "
                + $"{port.Product ?? port.Driver ?? "unknown device"}{(port.SerialNumber is { } serial ? $", serial {serial}" : "")}";
        return
        [
            .. TextWrap.Labelled($"{port.Path,-16} ", what, width),
            .. port.Access.MayOpen ? [] : TextWrap.Labelled(Indent, PortAdvice.Sentence(port.Access, port.Path) ?? "it may not be opened",
                width),
            .. port.Holders.Count == 0 ? [] : TextWrap.Labelled(Indent, $"held by {string.Join(", ", port.Holders)}", width),
            .. answer is null ? [] : TextWrap.Labelled(Indent, answer.Board is { } board ? HumanOutput.Describe(board) : answer.Problem!,
                width),
        ];
    }

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
