using VescUartBoot.Cli.Output;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Cli.Running;

/// <summary>Answers the questions of a job: with <c>--yes</c>, by the user at the terminal, or with no.</summary>
/// <param name="output">Output for questions and reports.</param>
/// <param name="yes">Whether <c>--yes</c> was given, or the user has agreed to the plans of all boards.</param>
/// <param name="simulated">Whether nothing of value can be lost.</param>
internal sealed class Consent(CommandOutput output, bool yes, bool simulated)
{
    /// <summary>Returns whether the user agrees.</summary>
    public async ValueTask<bool> AskAsync(JobQuestion question, string text, CancellationToken cancellationToken)
    {
        if (IsAnswered(question))
        {
            if (IsForPersons(question))
            {
                output.Report(new JobEvent.Warned("simulatedAnswer",
                    $"not asked, because the board is simulated; taken as yes: \"{text}\""));
            }

            return true;
        }

        if (output.CanAsk && !yes)
        {
            return await output.AskAsync(text, cancellationToken).ConfigureAwait(false);
        }

        if (question is JobQuestion.AcceptSettings or JobQuestion.CodeOfOtherFirmware)
        {
            // Omitted parts are reported in a separate warning.
            return false;
        }

        string how = question switch
        {
            JobQuestion.AssumeBootloader => "--assume-bootloader answers yes, --yes does not",
            JobQuestion.ReplaceOwnBuild => "--variant or --image answers it, --yes does not",
            _ => "--yes answers yes",
        };
        output.Report(new JobEvent.Warned("notAsked", $"not asked, because there is no terminal ({how}): \"{text}\""));
        return false;
    }

    // --yes answers questions about known facts, not those that only a person can judge.
    private bool IsAnswered(JobQuestion question) => question is not (JobQuestion.AcceptSettings or JobQuestion.CodeOfOtherFirmware)
        && (simulated || (yes && !IsForPersons(question)));

    private static bool IsForPersons(JobQuestion question) =>
        question is JobQuestion.AssumeBootloader or JobQuestion.ExchangeUnread or JobQuestion.ReplaceOwnBuild;
}
