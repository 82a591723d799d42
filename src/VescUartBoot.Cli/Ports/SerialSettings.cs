using VescUartBoot.Links;

namespace VescUartBoot.Cli.Ports;

/// <summary>How serial ports are opened.</summary>
/// <param name="Baud">Baud rate of a UART; USB ignores it.</param>
/// <param name="Kind">What opens them.</param>
internal sealed record SerialSettings(int Baud, SerialPortKind Kind)
{
    /// <summary>The one that was not chosen, where this system has both.</summary>
    public SerialSettings? Other => Kind != SerialPortSource.DefaultPortKind ? this with { Kind = SerialPortSource.DefaultPortKind }
        : Kind == SerialPortKind.Native ? this with { Kind = SerialPortKind.System }
        : null;

    /// <summary>The word of the command line for what opens them.</summary>
    public string Word => WordOf(Kind);

    /// <summary>The words that <c>--serial</c> takes.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Enum.GetValues<SerialPortKind>().Select(WordOf)];

    /// <summary>Reads a word of the command line.</summary>
    public static SerialPortKind? KindOf(string word) => word == WordOf(SerialPortKind.System)
        ? SerialPortKind.System : word == WordOf(SerialPortKind.Native) ? SerialPortKind.Native : null;

    public SerialPortSource Source(string path) => new(path, Baud) { PortKind = Kind };

    private static string WordOf(SerialPortKind kind) => kind == SerialPortKind.System ? "system" : "native";
}
