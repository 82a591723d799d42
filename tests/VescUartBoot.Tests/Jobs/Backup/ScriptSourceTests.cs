using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using VescUartBoot.Backups;
using VescUartBoot.Messages;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Tests.Jobs.Backup;

/// <summary>What counts as source text, and what as native code.</summary>
public sealed class ScriptSourceTests
{
    [Theory]
    [InlineData("(print \"hello\")\n", true)]
    [InlineData("(print \"Grüße\")\r\n\t; end\0\0\0", true)]
    [InlineData("\0\0", false)]
    [InlineData("(print 1)\0\u0001", false)]
    [InlineData("(print \u007f)", false)]
    public void Lisp_is_text_from_its_first_to_its_last_byte(string code, bool isText) =>
        Assert.Equal(isText, ScriptSource.IsText(Stored(CodeStore.Lisp, Encoding.UTF8.GetBytes(code))));

    [Fact]
    public void What_is_no_utf_8_is_no_text() => Assert.False(ScriptSource.IsText(Stored(CodeStore.Lisp, [0x28, 0xFF, 0x29])));

    [Fact]
    public void Qml_may_be_packed_and_lisp_may_not()
    {
        byte[] packed = Packed("import QtQuick 2.7\nItem { }\n");

        Assert.True(ScriptSource.IsText(Stored(CodeStore.Qml, packed)));
        Assert.False(ScriptSource.IsText(Stored(CodeStore.Lisp, packed)));
        Assert.False(ScriptSource.IsText(Stored(CodeStore.Qml, packed[..^8])));
        Assert.False(ScriptSource.IsText(Stored(CodeStore.Qml, Packed("a\u0001b"))));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x0040_0001u)]
    [InlineData(5u)]
    [InlineData(29u)]
    public void A_packed_text_has_the_length_that_it_says(uint length)
    {
        byte[] packed = Packed("import QtQuick 2.7\nItem { }\n");
        BinaryPrimitives.WriteUInt32BigEndian(packed, length);

        Assert.Null(ScriptSource.TryUnpack(packed));
    }

    [Theory]
    [InlineData("; Float 1.2\n(x)", "Float 1.2")]
    [InlineData("\n ;;; \n// Balance\n", "Balance")]
    [InlineData("(1)\0\u0002", null)]
    public void The_first_words_of_its_text_name_a_program(string code, string? title) =>
        Assert.Equal(title, ScriptSource.TitleOf(Stored(CodeStore.Lisp, Encoding.UTF8.GetBytes(code))));

    [Fact]
    public void A_long_first_line_is_cut_and_bytes_name_nothing()
    {
        Assert.Equal(new string('x', 60) + "…", ScriptSource.TitleOf(Stored(CodeStore.Lisp, Encoding.UTF8.GetBytes(new string('x', 90)))));
        Assert.Null(ScriptSource.TitleOf(Stored(CodeStore.Lisp, [1, 2, 3])));
    }

    private static byte[] Packed(string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        using var packed = new MemoryStream();
        packed.Write([0, 0, 0, (byte)content.Length]);
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }

    private static StoredCode Stored(CodeStore store, byte[] code) => StoredCode.TryParse(store, SimulatedImage.StoredCode(code, 0))!;
}
