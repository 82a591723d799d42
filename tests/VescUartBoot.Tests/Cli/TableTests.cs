using VescUartBoot.Cli.Output;

namespace VescUartBoot.Tests.Cli;

public sealed class TableTests
{
    private static readonly string[] _headings = ["port", "device"];

    private static readonly string[][] _rows = [["/dev/ttyACM0", "ChibiOS/RT Virtual COM Port, serial 304"], ["COM5", "FT232R"]];

    [Fact]
    public void Columns_are_as_wide_as_what_is_in_them() => Assert.Equal(
        ["PORT          DEVICE", "/dev/ttyACM0  ChibiOS/RT Virtual COM Port, serial 304", "COM5          FT232R"],
        Table.Of(_headings, _rows, int.MaxValue));

    [Fact]
    public void The_last_column_is_wrapped() => Assert.Equal(
        ["PORT          DEVICE", "/dev/ttyACM0  ChibiOS/RT Virtual COM", "              Port, serial 304", "COM5          FT232R"],
        Table.Of(_headings, _rows, 39));

    [Fact]
    public void Rows_are_lists_where_the_columns_do_not_fit() => Assert.Equal(
        ["/dev/ttyACM0", "  device  ChibiOS/RT Virtual", "          COM Port, serial 304", "COM5", "  device  FT232R"],
        Table.Of(_headings, _rows, 30));
}
