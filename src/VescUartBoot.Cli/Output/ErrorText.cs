using VescUartBoot.Cli.Errors;
using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Cli.Output;

/// <summary>The words for an error on the screen.</summary>
internal static class ErrorText
{
    // A state of so many facts has a line for each.
    private const int LongState = 3;

    /// <summary>Word, sentence and tone of an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="isTooOld">Whether the bootloader that was found is too old to unpack images.</param>
    public static Verdict Verdict(CliError error, bool isTooOld)
    {
        // A board that already has a bootloader is not an error; the exit code reports that nothing was installed.
        var (word, tone) = error.Exit switch
        {
            ExitCode.BootloaderPresent => ("no change", Tone.Calm),
            ExitCode.CannotTell or ExitCode.ImageRejected or ExitCode.BoardUnfit or ExitCode.NotServed => ("refused", Tone.Calm),
            ExitCode.NotThere => ("absent", Tone.Warning),
            ExitCode.Interrupted => ("stopped", Tone.Warning),
            ExitCode.Unverified => ("unverified", Tone.Warning),
            _ => ("error", Tone.Danger),
        };
        string nothing = error.Exit == ExitCode.BootloaderPresent && !isTooOld ? "Nothing to do: " : "";
        string message = error.Message;
        message = message.StartsWith($"{word} ", StringComparison.Ordinal) ? message[(word.Length + 1)..] : message;
        return new Verdict(word, $"{nothing}{message} [{error.Code}]", tone);
    }

    /// <summary>The lines of what is known of the board.</summary>
    public static IEnumerable<string> Facts(string state)
    {
        string[] facts = state.Split("; ");
        return facts.Length < LongState ? [state] : facts.Select((f, i) => i < facts.Length - 1 ? $"{f};" : f);
    }
}
