using System.Buffers.Binary;
using System.Text;
using VescUartBoot.Messages;

namespace VescUartBoot.Cli.Replay;

/// <summary>Descriptions of request and reply payloads.</summary>
internal static class PayloadText
{
    private const int ShownText = 60;

    /// <summary>Describes a payload.</summary>
    /// <param name="payload">The payload of a frame.</param>
    /// <param name="fromBoard">Whether the board sent it.</param>
    public static string Of(ReadOnlySpan<byte> payload, bool fromBoard) =>
        payload.IsEmpty ? "nothing" : fromBoard ? Answer((Command)payload[0], payload) : Question((Command)payload[0], payload);

    private static string Question(Command command, ReadOnlySpan<byte> p) => command switch
    {
        Command.FirmwareVersion => "who are you?",
        Command.FirmwareInfo => "which revision do you run?",
        Command.GetValues or Command.GetValuesSelective => "how are motor and supply?",
        Command.Alive => "I am still here",
        Command.JumpToBootloader => "restart through your bootloader",
        Command.EraseNewApp => "erase the staging area",
        Command.EraseBootloader => "erase the bootloader sector",
        Command.QmlUiErase => "erase the QML code",
        Command.LispEraseCode => "erase the Lisp code",
        Command.WriteNewAppData when p.Length >= 5 =>
            p.Length == 5 ? $"a write of no data at {Place(U32(p[1..]))}: can you?" : $"write {p.Length - 5} bytes at {Place(U32(p[1..]))}",
        Command.QmlUiWrite or Command.LispWriteCode when p.Length >= 5 =>
            $"write {p.Length - 5} bytes of {StoreOf(command)} at {I32(p[1..])}",
        Command.GetQmlUiApp or Command.LispReadCode when p.Length >= 9 =>
            $"read {I32(p[1..])} bytes of {StoreOf(command)} at "
                + $"{I32(p[5..])}{(I32(p[5..]) is < -8 or > 0x20000 ? ", which is elsewhere in flash" : "")}",
        Command.TerminalCommand => $"terminal: {Text(p[1..])}",
        Command.ForwardCan when p.Length > 2 => $"to CAN id {p[1]}: {Of(p[2..], fromBoard: false)}",
        Command.GetMotorConfiguration => "tell me your motor configuration",
        Command.GetAppConfiguration => "tell me your app configuration",
        Command.SetMotorConfiguration => $"take this motor configuration, {p.Length - 1} bytes",
        Command.SetAppConfiguration => $"take this app configuration, {p.Length - 1} bytes",
        _ => $"{CommandWords.Of(p[0])}, {(p.Length == 1 ? "1 byte" : $"{p.Length} bytes")}",
    };

    private static string Answer(Command command, ReadOnlySpan<byte> p) => command switch
    {
        Command.FirmwareVersion when FirmwareVersionReply.TryParse(p, out var reply) => Who(reply),
        Command.GetValues or Command.GetValuesSelective => $"motor and supply: {p.Length - 1} bytes of values",
        Command.EraseNewApp or Command.EraseBootloader or Command.QmlUiErase or Command.LispEraseCode when p.Length > 1 =>
            p[1] == 0 ? $"NOT erased ({CommandWords.Of(p[0])})" : "erased",
        Command.WriteNewAppData or Command.QmlUiWrite or Command.LispWriteCode when p.Length > 1 =>
            $"{(p[1] == 0 ? "NOT written" : "written")}{(p.Length >= 6 ? $", at 0x{U32(p[2..]):X5}" : "")}",
        Command.GetQmlUiApp or Command.LispReadCode when p.Length >= 9 =>
            $"{p.Length - 9} bytes of {StoreOf(command)} at {I32(p[5..])}, of {I32(p[1..])}",
        Command.Print => $"prints: {Text(p[1..])}",
        Command.FirmwareInfo => $"revision: {Text(p[1..])}",
        Command.GetMotorConfiguration => $"its motor configuration, {p.Length - 1} bytes",
        Command.GetAppConfiguration => $"its app configuration, {p.Length - 1} bytes",
        Command.SetMotorConfiguration => "took the motor configuration",
        Command.SetAppConfiguration => "took the app configuration",
        _ => $"{CommandWords.Of(p[0])}, {(p.Length == 1 ? "1 byte" : $"{p.Length} bytes")}",
    };

    private static string Who(FirmwareVersionReply reply) =>
        $"{(string.IsNullOrEmpty(reply.HardwareName) ? "a board without a name" : reply.HardwareName)}, firmware "
            + $"{reply.Major}.{reply.Minor:D2}{(reply.TestVersion is > 0 and var test ? $" test {test}" : "")}"
            + $"{(reply.Uuid is { } uuid ? $", {uuid}" : "")}";

    // Offset from the start of the staging area, which the bootloader sector follows.
    private static string Place(uint offset) =>
        $"0x{offset:X5}"
            + $"{(offset is >= 0x60000 and < 0x80000 ? ", in the bootloader sector" : offset < 0x60000 ? ", in the staging area" : "")}";

    private static string StoreOf(Command command) => command is Command.GetQmlUiApp or Command.QmlUiWrite ? "QML" : "Lisp";

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (char c in Encoding.UTF8.GetString(bytes).TrimEnd('\0', '\n', '\r'))
        {
            text.Append(char.IsControl(c) ? ' ' : c);
        }

        return text.Length > ShownText ? $"{text.ToString(0, ShownText)}…" : text.ToString();
    }

    private static uint U32(ReadOnlySpan<byte> p) => BinaryPrimitives.ReadUInt32BigEndian(p);

    private static int I32(ReadOnlySpan<byte> p) => BinaryPrimitives.ReadInt32BigEndian(p);
}
