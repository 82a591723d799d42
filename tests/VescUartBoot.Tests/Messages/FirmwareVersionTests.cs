using System.Text.RegularExpressions;
using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Messages;
using VescUartBoot.TestKit;
using VescUartBoot.Tracing;

namespace VescUartBoot.Tests.Messages;

/// <summary>Every answer of <c>firmware-version.frames</c> against the line in front of it.</summary>
public sealed partial class FirmwareVersionTests
{
    private const string Expect = "expect: ";

    public static TheoryData<string> Names => [.. _answers.Keys];

    [Fact]
    public void No_answer_is_without_its_expectation() =>
        Assert.Equal(Fixtures.Read("firmware-version.frames").Count(r => r.Kind == TraceKind.Received), _answers.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void An_answer_is_read_field_by_field(string name)
    {
        var (payload, expected) = _answers[name];
        Assert.True(new FirmwareVersionRequest().TryReadReply(payload, out var reply));

        var fields = expected.Where(f => f.Key is not ("family" or "upstream"));
        Assert.Equal(fields.OrderBy(f => f.Key), FieldsOf(reply).OrderBy(f => f.Key));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_family_is_told(string name)
    {
        var (payload, expected) = _answers[name];
        Assert.Equal(Enum.Parse<BoardFamily>(expected["family"], ignoreCase: true), Identity(payload).Family);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fork_is_told_from_upstream(string name)
    {
        var (payload, expected) = _answers[name];
        Assert.Equal(expected["upstream"] == "yes", Identity(payload).IsUpstream);
        Assert.Equal(expected["upstream"] == "yes", Capabilities.Of(Identity(payload)).IsKnown);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void However_an_answer_is_cut_what_is_left_is_read_the_same(string name)
    {
        var (payload, _) = _answers[name];
        Assert.True(FirmwareVersionReply.TryParse(payload, out var whole));
        var all = FieldsOf(whole);
        for (int length = 3; length < payload.Length; length++)
        {
            Assert.True(FirmwareVersionReply.TryParse(payload.AsSpan(0, length), out var cut));

            // The last string of a cut answer may be cut itself; everything else is whole or missing.
            Assert.All(FieldsOf(cut),
                f => Assert.True(all[f.Key] == f.Value
                    || (f.Key is "hardware" or "name" && all[f.Key].StartsWith(f.Value, StringComparison.Ordinal))));
        }
    }

    [Theory]
    [InlineData("00")]
    [InlineData("0007")]
    [InlineData("010700")]
    [InlineData("")]
    public void What_tells_no_version_is_no_answer(string payload) =>
        Assert.False(new FirmwareVersionRequest().TryReadReply(Convert.FromHexString(payload), out _));

    [Fact]
    public void Another_boards_answer_is_not_taken_for_this_boards()
    {
        var (payload, expected) = _answers["6.05"];
        Assert.True(Uuid.TryParse(expected["uuid"], out var uuid));
        Assert.True(new FirmwareVersionRequest(uuid).TryReadReply(payload, out _));
        Assert.False(new FirmwareVersionRequest(uuid.OfSecondMotor).TryReadReply(payload, out _));
        Assert.False(new FirmwareVersionRequest(uuid).TryReadReply(_answers["3.8"].Payload, out _));
    }

    [Fact]
    public void The_golden_answers_are_read()
    {
        Assert.True(FirmwareVersionReply.TryParse(Fixtures.PayloadOf(Fixtures.Golden("FW_VERSION resp 3.40-like 60")), out var old));
        Assert.Equal("hardware=60 uuid=0102030405060708090a0b0c version=3.40", Line(old));
        Assert.True(FirmwareVersionReply.TryParse(Fixtures.PayloadOf(Fixtures.Golden("FW_VERSION resp 6.05-like 60_MK5")), out var newer));
        Assert.Equal(
            "configs=0 crc=00000000 filters=1 hardware=60_MK5 name= nrf=0 paired=0 qmlApp=0 qmlHardware=0 test=0 type=0 "
                + "uuid=0102030405060708090a0b0c version=6.05",
            Line(newer));

        static string Line(FirmwareVersionReply reply) =>
            string.Join(' ', FieldsOf(reply).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}"));
    }

    [Theory]
    [InlineData("010203040506070809101112", "010203040506070809101113")]
    [InlineData("0102030405060708091011FF", "010203040506070809101100")]
    public void The_second_motor_counts_in_the_last_byte_alone(string first, string second)
    {
        Assert.True(Uuid.TryParse(first, out var uuid));
        Assert.Equal(second, uuid.OfSecondMotor.ToString());
    }

    [Theory]
    [InlineData("01 02:03-04 05 06 07 08 09 10 11 12", true)]
    [InlineData("01020304050607080910111", false)]
    [InlineData("0102030405060708091011122", false)]
    [InlineData("01020304050607080910111g", false)]
    [InlineData(null, false)]
    public void A_typed_id_is_24_digits(string? text, bool valid) => Assert.Equal(valid, Uuid.TryParse(text, out _));

    private static readonly Dictionary<string, (byte[] Payload, Dictionary<string, string> Expected)> _answers = ReadAnswers();

    private static Dictionary<string, (byte[] Payload, Dictionary<string, string> Expected)> ReadAnswers()
    {
        var answers = new Dictionary<string, (byte[] Payload, Dictionary<string, string> Expected)>();
        string expectation = "";
        foreach (var record in Fixtures.Read("firmware-version.frames"))
        {
            if (record.Kind == TraceKind.Received && expectation.Length > 0)
            {
                var fields = Field().Matches(expectation).ToDictionary(m => m.Groups["key"].Value, m => m.Groups["value"].Value.Trim('"'));
                answers.Add(record.Text, (Fixtures.PayloadOf(record.Bytes.ToArray()), fields));
            }

            expectation = record.Text.StartsWith(Expect, StringComparison.Ordinal) ? record.Text[Expect.Length..] : "";
        }

        return answers;
    }

    private static Dictionary<string, string> FieldsOf(FirmwareVersionReply reply)
    {
        (string, string?)[] fields =
        [
            ("version", $"{reply.Major}.{reply.Minor:D2}"),
            ("hardware", reply.HardwareName),
            ("uuid", reply.Uuid?.ToString()),
            ("paired", Digit(reply.PairingDone)),
            ("test", reply.TestVersion?.ToString()),
            ("type", reply.HardwareType?.ToString()),
            ("configs", reply.CustomConfigCount?.ToString()),
            ("filters", Digit(reply.HasPhaseFilters)),
            ("qmlHardware", reply.QmlHardware?.ToString()),
            ("qmlApp", reply.QmlApp?.ToString()),
            ("nrf", reply.NrfFlags?.ToString()),
            ("name", reply.FirmwareName),
            ("crc", reply.HardwareConfigCrc?.ToString("x8")),
        ];
        return fields.Where(f => f.Item2 is not null).ToDictionary(f => f.Item1, f => f.Item2!);

        static string? Digit(bool? flag) => flag is null ? null : flag.Value ? "1" : "0";
    }

    private static BoardIdentity Identity(byte[] payload)
    {
        Assert.True(FirmwareVersionReply.TryParse(payload, out var reply));
        return new BoardIdentity(reply);
    }

    // A quoted value may hold quotes: it ends where the next field begins.
    [GeneratedRegex("""(?<key>\w+)=(?<value>".*?"(?= \w+=)|\S+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Field();
}
