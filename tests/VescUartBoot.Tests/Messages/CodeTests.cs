using VescUartBoot.Messages;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Messages;

public sealed class CodeTests
{
    private static readonly StoredCode _hello = Hello(Fixtures.PayloadOf(Fixtures.Golden("LISP_WRITE_CODE header"))[5..]);

    [Fact]
    public void Code_is_written_in_pieces_behind_its_header_and_the_header_by_itself()
    {
        GoldenRequestTests.Same(WriteCodeRequest.PieceOf(_hello, 8, 16), "LISP_WRITE_CODE piece");
        GoldenRequestTests.Same(WriteCodeRequest.HeaderOf(_hello), "LISP_WRITE_CODE header");
        GoldenRequestTests.Same(WriteCodeRequest.Empty(CodeStore.Lisp), "LISP_WRITE minimal");
        GoldenRequestTests.Same(new EraseCodeRequest(CodeStore.Lisp), "LISP_ERASE_CODE");
    }

    [Fact]
    public void The_answers_repeat_the_offset()
    {
        byte[] done = Fixtures.PayloadOf(Fixtures.Golden("LISP_WRITE_CODE piece done"));

        Assert.True(WriteCodeRequest.PieceOf(_hello, 8, 16).TryReadReply(done, out var reply) && reply.Done);
        Assert.False(WriteCodeRequest.HeaderOf(_hello).TryReadReply(done, out _));
        Assert.False(WriteCodeRequest.Empty(CodeStore.Qml).TryReadReply(done, out _));
        Assert.True(new EraseCodeRequest(CodeStore.Lisp).TryReadReply(Fixtures.PayloadOf(Fixtures.Golden("LISP_ERASE_CODE done")),
            out reply) && reply.Done);
        Assert.False(new EraseCodeRequest(CodeStore.Qml).TryReadReply([132, 1], out _));
    }

    [Theory]
    [InlineData(0, 8)] // the header
    [InlineData(7, 2)] // its last byte
    [InlineData(-1, 1)]
    [InlineData(8, 17)] // behind the code
    [InlineData(24, 1)]
    [InlineData(8, 0)]
    [InlineData(int.MaxValue, 1)]
    public void A_piece_that_touches_the_header_or_leaves_the_code_cannot_be_built(int offset, int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WriteCodeRequest.PieceOf(_hello, offset, length));

    [Fact]
    public void A_piece_that_would_not_fit_a_frame_cannot_be_built() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WriteCodeRequest.PieceOf(CodeOf(1000), 8, 508));

    [Fact]
    public void A_write_that_nobody_filled_in_carries_no_data() =>
        Assert.Equal("7900000000", GoldenRequestTests.PayloadOf(default(WriteCodeRequest)));

    [Fact]
    public void Only_a_header_that_fits_makes_code()
    {
        for (int i = 0; i < _hello.Bytes.Length; i++)
        {
            byte[] changed = _hello.Bytes.ToArray();
            changed[i] ^= 0x10;
            Assert.Null(StoredCode.TryParse(CodeStore.Lisp, changed));
        }

        Assert.Null(StoredCode.TryParse(CodeStore.Lisp, _hello.Bytes.Span[..^1]));
        Assert.Null(StoredCode.TryParse(CodeStore.Lisp, new byte[8]));
        Assert.Null(StoredCode.TryParse(CodeStore.Lisp, []));
        Assert.Equal(0x20000, CodeOf(0x20000 - 8).Bytes.Length);
    }

    private static StoredCode CodeOf(int size) =>
        StoredCode.TryParse(CodeStore.Lisp, VescUartBoot.Simulator.Firmware.SimulatedImage.StoredCode(new byte[size], 0))!;

    private static StoredCode Hello(byte[] header) =>
        StoredCode.TryParse(CodeStore.Lisp, [.. header, .. Fixtures.PayloadOf(Fixtures.Golden("LISP_WRITE_CODE piece"))[5..]])!;
}
