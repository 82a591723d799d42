using System.Globalization;

namespace VescUartBoot.Cli.Output;

/// <summary>A question on the terminal, and the answer that a person types.</summary>
internal static class Prompt
{
    /// <summary>Whether a user can see the question and type.</summary>
    public static bool IsPossible => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    /// <summary>A question that y and yes agree to.</summary>
    public static IEnumerable<string> YesOrNo(string question) =>
        TextWrap.Lines($"{TerminalText.Of(question)} [y/N]", Terminal.ErrorWidth());

    /// <summary>Whether an answer to <see cref="YesOrNo"/> is a yes or a no; <see langword="null"/>: neither.</summary>
    public static bool? MeaningOf(string? answer) => answer?.ToLowerInvariant() switch
    {
        "y" or "yes" => true,
        null or "" or "n" or "no" => false,
        _ => null,
    };

    /// <summary>A question with numbered choices.</summary>
    public static IEnumerable<string> Choices(string question, IReadOnlyList<string> choices) =>
        choices.Select((c, number) => $"  {number + 1}  {TerminalText.Of(c)}").Append($"{question} [1-{choices.Count}]");

    /// <summary>Index of the choice that an answer to <see cref="Choices"/> names; <see langword="null"/>: none.</summary>
    public static int? ChoiceOf(string? answer, int choices) =>
        int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= choices
            ? number - 1 : null;

    /// <summary>Asks, and waits for a line; <see langword="null"/>: the input has ended, or the terminal is closed.</summary>
    public static async Task<string?> AskAsync(IEnumerable<string> question, CancellationToken cancellationToken)
    {
        await Console.Error.WriteAsync($"{string.Join(Environment.NewLine, question)} ".AsMemory(), cancellationToken)
            .ConfigureAwait(false);
        string? answer = null;
        try
        {
            answer = await Task.Run(Console.In.ReadLine, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            if (answer is null)
            {
                // The user typed no line end: the next text starts on a new line.
                await Console.Error.WriteLineAsync().ConfigureAwait(false);
            }
        }

        return answer?.Trim();
    }
}
