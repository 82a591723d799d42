using VescUartBoot.Links;

namespace VescUartBoot.Cli.Ports;

/// <summary>Settings of serial ports.</summary>
/// <param name="Baud">Baud rate of a UART; USB ignores it.</param>
/// <param name="Kind">The serial port implementation.</param>
internal sealed record SerialSettings(int Baud, SerialPortKind Kind)
{
    /// <summary>The settings with the other implementation, if this system has both.</summary>
    public SerialSettings? Other => Kind != SerialPortSource.DefaultPortKind ? this with { Kind = SerialPortSource.DefaultPortKind }
        : Kind == SerialPortKind.Native ? this with { Kind = SerialPortKind.System }
        : null;

    /// <summary>Command-line word of the implementation.</summary>
    public string Word => WordOf(Kind);

    /// <summary>Words accepted by <c>--serial</c>.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Enum.GetValues<SerialPortKind>().Select(WordOf)];

    /// <summary>Parses a word of the command line.</summary>
    public static SerialPortKind? KindOf(string word) => word == WordOf(SerialPortKind.System)
        ? SerialPortKind.System : word == WordOf(SerialPortKind.Native) ? SerialPortKind.Native : null;

    public SerialPortSource Source(string path) => new(path, Baud) { PortKind = Kind };

    private static string WordOf(SerialPortKind kind) => kind == SerialPortKind.System ? "system" : "native";
}
