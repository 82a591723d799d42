using System.Text.Json.Nodes;
using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;

namespace VescUartBoot.Cli.Running;

/// <summary>Text and JSON output of a CAN bus.</summary>
internal static class CanText
{
    /// <summary>Returns the reason why a node is not changed.</summary>
    public static CliError Unsafe(CanNode node) => CliError.OfTable("canNotSafe", $"id {node.Id} on the CAN bus: {Of(node.Problem)}");

    /// <summary>Returns the table: one line for each board, the one with the cable first.</summary>
    public static IReadOnlyList<string> Lines(CanScan scan, BoardIdentity local) =>
    [
        .. Table.Of(
            ["id", "hardware", "firmware", "UUID", ""],
            [
                Row(Ids(scan.LocalId, scan.LocalSecondId), local, "the board with the cable"),
                .. scan.Nodes.Select(
                    n => Row(Ids(n.Id, n.SecondId), n.Identity, n.Problem == CanNodeProblem.None ? NoteOn(n) : Of(n.Problem))),
            ],
            Terminal.OutputWidth()),
        scan.Nodes.Count == 0
            ? "no other board answers on the CAN bus (a busy board, or one with another baud rate or mode, does not answer)"
            : $"{scan.Nodes.Count} more on the CAN bus",
    ];

    /// <summary>Returns the same as JSON.</summary>
    public static JsonArray Json(CanScan scan, BoardIdentity local) => new(
    [
        Json(scan.LocalId, scan.LocalSecondId, local, CanNodeProblem.None, isLocal: true),
        .. scan.Nodes.Select(JsonNode (n) => Json(n.Id, n.SecondId, n.Identity, n.Problem, isLocal: false)),
    ]);

    private static JsonObject Json(byte id, byte? second, BoardIdentity? board, CanNodeProblem problem,
        bool isLocal) => JsonOutput.Compact(new JsonObject
        {
            ["can"] = id,
            ["secondMotor"] = second,
            ["local"] = isLocal,
            ["family"] = board is null ? null : BootloaderCatalog.FamilyName(board.Family),
            ["hardware"] = board?.Hardware,
            ["firmware"] = board?.Firmware.ToString(),
            ["uuid"] = board?.Uuid?.ToString(),
            ["problem"] = problem == CanNodeProblem.None ? null : CliError.CamelCase(problem.ToString()),
        });

    private static string Ids(byte id, byte? second) => second is null ? $"{id}" : $"{id}+{second}";

    private static string[] Row(string ids, BoardIdentity? board, string note) =>
        [ids, board is null ? "?" : board.Hardware ?? "no name", board?.Firmware.ToString() ?? "", board?.Uuid?.ToString() ?? "", note];

    private static string NoteOn(CanNode node) =>
        node.Identity!.Family != BoardFamily.Vesc ? Kind(node) : node.SecondId is null ? "" : "two motors";

    /// <summary>Describes a node that is not a motor controller.</summary>
    public static string Kind(CanNode node) => node.Identity!.Family switch
    {
        BoardFamily.Bms => "a BMS",
        BoardFamily.Express => "a VESC Express",
        BoardFamily.Module => "a module",
        _ => "of an unknown type",
    };

    private static string Of(CanNodeProblem problem) => problem switch
    {
        CanNodeProblem.Silent => "it answers PING_CAN and not FW_VERSION; a damaged board, or two with this id",
        CanNodeProblem.SharedId => "several boards answer at this id, and each would do what is meant for one",
        CanNodeProblem.LocalId => "it has the id of the board with the cable",
        CanNodeProblem.NoUuid => "its firmware tells no UUID, so it could not be found again",
        CanNodeProblem.OthersShareId => "two boards on its bus share an id; give one of them another over its own cable first",
        _ => "",
    };
}
