using System.CommandLine;
using System.Text.Json.Nodes;
using VescUartBoot.Links;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot ports</c>: which serial ports are there. It opens none and sends nothing.</summary>
internal static class PortsCommand
{
    public static Command Build()
    {
        var json = new Option<bool>("--json") { Description = "One JSON event a line on standard output" };
        var command = new Command("ports", "Which serial ports are there, which look like a VESC, and may they be opened; sends nothing\n\nExamples:\n  vescboot ports\n  vescboot ports --json") { json };
        command.SetAction(parsed => Run(parsed.GetValue(json)));
        return command;
    }

    private static int Run(bool json)
    {
        var ports = SerialPorts.Find();
        var output = Output.ReportTo("ports", json, quiet: false, verbose: false, color: false);
        if (output is JsonOutput events)
        {
            foreach (var port in ports)
            {
                events.Write(ToJson(port));
            }
        }

        return output.Finish(new Outcome { Lines = ports.Count == 0 ? ["no serial ports found"] : [.. ports.SelectMany(ToLines)] });
    }

    private static IEnumerable<string> ToLines(SerialPortInfo port)
    {
        string usb = port.VendorId is { } vendor ? $"{vendor:x4}:{port.ProductId:x4}" : "-";
        yield return $"{port.Path,-16} {usb,-9}  {(port.LooksLikeVesc ? "may be a VESC" : "not a VESC"),-13}  {port.Product ?? port.Driver ?? "unknown device"}{(port.SerialNumber is { } serial ? $", serial {serial}" : "")}";
        if (!port.Access.MayOpen)
        {
            yield return $"{"",-16} {port.Access.Reason}";
        }

        if (port.Holders.Count > 0)
        {
            yield return $"{"",-16} held by {string.Join(", ", port.Holders)}";
        }
    }

    private static JsonObject ToJson(SerialPortInfo port)
    {
        var line = new JsonObject { ["event"] = "port", ["port"] = port.Path, ["looksLikeVesc"] = port.LooksLikeVesc, ["mayOpen"] = port.Access.MayOpen };
        Add("vid", port.VendorId?.ToString("x4"));
        Add("pid", port.ProductId?.ToString("x4"));
        Add("product", port.Product);
        Add("manufacturer", port.Manufacturer);
        Add("serialNumber", port.SerialNumber);
        Add("driver", port.Driver);
        Add("byId", port.IdAlias);
        Add("byPath", port.SocketAlias);
        Add("reason", port.Access.Reason);
        if (port.Holders.Count > 0)
        {
            line["heldBy"] = new JsonArray([.. port.Holders.Select(h => (JsonNode)new JsonObject { ["pid"] = h.ProcessId, ["name"] = h.ProcessName })]);
        }

        return line;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                line[name] = value;
            }
        }
    }
}
