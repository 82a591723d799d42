using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Running;
using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Tests.Cli;

public sealed class OpenSslTests
{
    [Fact]
    public void A_machine_without_it_is_told_what_to_install()
    {
        var missing = OpenSsl.FindMissing(_ => false);

        Assert.Equal((ExitCode.Usage, "opensslMissing"), (missing!.Exit, missing.Code));
        Assert.Contains("libssl.so.3", missing.Message, StringComparison.Ordinal);
        Assert.Contains("apt install libssl3", missing.Next, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("libssl.so.3")]
    [InlineData("libssl.so.1.1")]
    public void Either_version_will_do(string name) => Assert.Null(OpenSsl.FindMissing(n => n == name));
}
