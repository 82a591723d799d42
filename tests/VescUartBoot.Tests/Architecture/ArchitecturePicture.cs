using System.Text;

namespace VescUartBoot.Tests.Architecture;

/// <summary>Draws the floors of the library, the arrows between them, and the way of one byte down to the wire and of one reply
/// up.</summary>
internal static class ArchitecturePicture
{
    private const int RowHeight = 30;
    private const int Left = 150;
    private const int Step = 126;
    private const int Top = 60;
    private const int ArcsAt = 1310;
    private const int Width = 1490;

    /// <summary>The types that one written byte goes through.</summary>
    public static readonly string[] Down =
    [
        "BoardJobs", "InstallBootloader", "SectorProgrammer", "SectorWriter", "FlashWriter", "WriteNewAppDataRequest", "IRequest", "Board",
        "BoardConnection", "ILink",
    ];

    /// <summary>The types that its reply goes through.</summary>
    public static readonly string[] Up =
        ["ILinkReceiver", "ReplyDispatcher", "PendingRequest", "BoardConnection", "Board", "FlashWriter", "SectorWriter",
            "SectorProgrammer",
            "InstallBootloader", "InstallResult"];

    /// <summary>The picture as SVG. It has no numbers that each change of the code would change.</summary>
    public static string Draw()
    {
        string[] floors = [.. FloorTests.Floors.Skip(1).Reverse()];
        int height = Top + floors.Length * RowHeight + 20;
        var svg = new StringBuilder();
        svg.Append(
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" role="img" aria-label="The floors of the library">
            <style>
              {Style("#1f2328", "#f3f4f6", "#8c959f", "#0969da", "#1a7f37")}
              @media (prefers-color-scheme: dark) {'{'} {Style("#e6edf3", "#21262d", "#6e7681", "#58a6ff", "#3fb950")} {'}'}
            </style>
            <text x="{Left}" y="20" class="down">one byte, from the job to the wire</text>
            <text x="{Left}" y="38" class="up">its reply, from the wire to the result</text>
            <text x="{ArcsAt}" y="38">uses, only downward</text>

            """);
        foreach (var (floor, row) in floors.Select((floor, row) => (floor, row)))
        {
            int y = Top + row * RowHeight;
            svg.Append($"<rect x=\"8\" y=\"{y}\" width=\"{ArcsAt - 8}\" height=\"{RowHeight - 4}\" rx=\"4\"/>");
            svg.Append($"<text x=\"16\" y=\"{y + 17}\">{floor["VescUartBoot.".Length..].Replace('.', ' ')}</text>\n");
        }

        foreach (var (from, to) in Arrows(floors).Order())
        {
            int reach = 14 + 9 * (to - from);
            svg.Append(
                $"<path d=\"M{ArcsAt} {Middle(from)} C{ArcsAt + reach} {Middle(from)} {ArcsAt + reach} {Middle(to)} {ArcsAt} "
                    + $"{Middle(to)}\"/>\n");
        }

        Way(svg, floors, Down, "down", Left, labelAbove: true);
        Way(svg, floors, Up, "up", Left + Step / 2, labelAbove: false);
        return svg.Append("</svg>\n").ToString();
    }

    private static string Style(string ink, string band, string arc, string down, string up) =>
        $"text {{ font: 12px system-ui, sans-serif; fill: {ink}; }} .type {{ font-size: 10px; }} rect {{ fill: {band}; }} "
        + $"path {{ fill: none; stroke: {arc}; }} .down {{ fill: {down}; }} .up {{ fill: {up}; }} "
        + $"polyline.down {{ fill: none; stroke: {down}; }} polyline.up {{ fill: none; stroke: {up}; }}";

    private static int Middle(int row) => Top + row * RowHeight + RowHeight / 2 - 2;

    private static IEnumerable<(int From, int To)> Arrows(string[] floors) =>
        (from type in Sources.Library.Types
         from used in Sources.UsedBy(type)
         let pair = (From: Array.IndexOf(floors, type.Namespace), To: Array.IndexOf(floors, used.Namespace))
         where used.Module == type.Module && pair.From >= 0 && pair.To > pair.From
         select pair).Distinct();

    private static void Way(StringBuilder svg, string[] floors, string[] types, string colour, int x, bool labelAbove)
    {
        var points = types.Select((name, i) => (name, X: x + i * Step, Y: Middle(Array.IndexOf(floors, Find(name).Namespace)))).ToList();
        svg.Append($"<polyline class=\"{colour}\" points=\"{string.Join(' ', points.Select(p => $"{p.X},{p.Y}"))}\"/>\n");
        foreach (var (name, px, py) in points)
        {
            svg.Append($"<circle cx=\"{px}\" cy=\"{py}\" r=\"3\" class=\"{colour}\"/>");
            svg.Append($"<text x=\"{px + 5}\" y=\"{py + (labelAbove ? -4 : 12)}\" class=\"{colour} type\">{name}</text>\n");
        }
    }

    /// <summary>The type of the library with this name.</summary>
    public static Mono.Cecil.TypeDefinition Find(string name) => Sources.Library.Types.First(t => t.Name.Split('`')[0] == name);
}
