using VescUartBoot.Links;

namespace VescUartBoot.Tests.Links;

public sealed class ExternalProgramTests
{
    [Fact]
    public void What_a_program_writes_is_taken() => Assert.Equal("a b\n", ExternalProgram.Run("/bin/echo", ["a b"]));

    [Fact]
    public void A_program_that_is_not_there_has_nothing_to_say() => Assert.Null(ExternalProgram.Run("vescboot-no-such-program", []));

    [Fact]
    public void A_program_that_fails_has_nothing_to_say() => Assert.Null(ExternalProgram.Run("/bin/sh", ["-c", "echo half; exit 1"]));
}
