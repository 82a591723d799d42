using System.Text.RegularExpressions;

namespace VescUartBoot.Tests.Architecture;

/// <summary>The library reports what it found. What to type next is the business of the programs on it.</summary>
public sealed partial class LibraryTextTests
{
    // How every trace file begins: a file format that other programs read, not advice.
    private const string TraceFormat = "# vescboot trace";

    [Fact]
    public void The_library_names_no_program_no_option_and_no_variable_of_one()
    {
        var named =
            from type in Sources.Library.Types
            from literal in Sources.Literals(type)
            where WordOfAProgram().IsMatch(literal.Replace(TraceFormat, "", StringComparison.Ordinal))
            select $"{type.FullName}: {literal}";
        Assert.Empty(named);
    }

    // Its name before a command, an option, the rights of the administrator, a variable of the environment.
    [GeneratedRegex("vescboot |(?:^|[^-!])--[a-z]|sudo|VESCBOOT_")]
    private static partial Regex WordOfAProgram();
}
