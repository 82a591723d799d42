using VescUartBoot.Messages;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Messages;

public sealed class ConfigurationTests
{
    private static readonly byte[] _bytes = [0xDE, 0xAD, 0xBE, 0xEF, .. Enumerable.Range(0, 12).Select(i => (byte)i)];
    private static readonly SerialisedConfiguration _motor = SerialisedConfiguration.From(ConfigurationKind.Motor, _bytes);
    private static readonly SerialisedConfiguration _app = SerialisedConfiguration.From(ConfigurationKind.App, _bytes);

    [Fact]
    public void Configurations_are_asked_by_their_command_alone()
    {
        GoldenRequestTests.Same(new GetConfigurationRequest(ConfigurationKind.Motor), "GET_MCCONF");
        GoldenRequestTests.Same(new GetConfigurationRequest(ConfigurationKind.App), "GET_APPCONF");
        GoldenRequestTests.Same(
            new ForwardCanRequest<GetConfigurationRequest, SerialisedConfiguration>(43,
                new GetConfigurationRequest(ConfigurationKind.Motor)), "FORWARD_CAN 43 GET_MCCONF");
    }

    [Theory]
    [InlineData(ConfigurationKind.Motor, "GET_MCCONF reply", 16)]
    [InlineData(ConfigurationKind.Motor, "GET_MCCONF reply 404", 404)]
    [InlineData(ConfigurationKind.App, "GET_APPCONF reply", 16)]
    public void The_answer_begins_with_the_signature(object kind, string golden, int length)
    {
        Assert.True(new GetConfigurationRequest((ConfigurationKind)kind).TryReadReply(Fixtures.PayloadOf(Fixtures.Golden(golden)),
            out var reply));

        Assert.Equal(((ConfigurationKind)kind, 0xDEADBEEF, length), (reply.Kind, reply.Signature, reply.Bytes.Length));
    }

    [Theory]
    [InlineData("0E")]
    [InlineData("0EDEADBEEF")]
    [InlineData("11DEADBEEF00")]
    [InlineData("0D")]
    public void What_holds_no_configuration_of_that_kind_is_no_answer(string payload) =>
        Assert.False(new GetConfigurationRequest(ConfigurationKind.Motor).TryReadReply(Convert.FromHexString(payload), out _));

    [Fact]
    public void A_configuration_is_stored_with_its_signature()
    {
        GoldenRequestTests.Same(SetConfigurationRequest.InPlaceOf(_motor, _motor), "SET_MCCONF");
        GoldenRequestTests.Same(SetConfigurationRequest.InPlaceOf(_app, _app), "SET_APPCONF");
        GoldenRequestTests.Same(
            new ForwardCanRequest<SetConfigurationRequest, ConfigurationStored>(43, SetConfigurationRequest.InPlaceOf(_motor, _motor)),
            "FORWARD_CAN 43 SET_MCCONF");
    }

    [Theory]
    [InlineData("SET_MCCONF reply stored", true)]
    [InlineData("SET_APPCONF reply stored", false)]
    [InlineData("PRINT wrong signature", false)]
    [InlineData("GET_MCCONF reply", false)]
    public void Only_the_command_alone_says_that_it_is_stored(string golden, bool expected) =>
        Assert.Equal(expected,
            SetConfigurationRequest.InPlaceOf(_motor, _motor).TryReadReply(Fixtures.PayloadOf(Fixtures.Golden(golden)), out _));

    [Fact]
    public void Another_signature_kind_or_length_than_the_boards_cannot_be_built()
    {
        var otherSignature = SerialisedConfiguration.From(ConfigurationKind.Motor, [0xDE, 0xAD, 0xBE, 0xEE, .. _bytes[4..]]);
        var longer = SerialisedConfiguration.From(ConfigurationKind.Motor, [.. _bytes, 0]);

        Assert.Throws<ArgumentException>(() => SetConfigurationRequest.InPlaceOf(_motor, otherSignature));
        Assert.Throws<ArgumentException>(() => SetConfigurationRequest.InPlaceOf(_motor, longer));
        Assert.Throws<ArgumentException>(() => SetConfigurationRequest.InPlaceOf(_motor, _app));
        Assert.Empty(typeof(SetConfigurationRequest).GetConstructors());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(512)]
    public void A_configuration_without_a_value_or_too_long_for_a_frame(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SerialisedConfiguration.From(ConfigurationKind.App, new byte[length]));
}
