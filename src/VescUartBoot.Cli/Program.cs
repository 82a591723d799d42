using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Completion;
using VescUartBoot.Cli.Help;
using VescUartBoot.Cli.Output;
using VescUartBoot.Hosting.Words;

// Handled without the command tree, because scripts call it most often.
if (args is ["--version"])
{
    using var streams = StandardStreams.Guard();
    Console.Out.WriteLine($"vescboot {CommandTree.Version}");
    return StandardStreams.ExitCodeOfTelling((int)ExitCode.Done);
}

// Called by shells at every key press: the words after it are an incomplete command line, so they are not parsed.
if (args is [ShellScript.HiddenWord, .. var words])
{
    return ShellScript.Answer(words);
}

// For packaging/debian, not for people.
if (args is [ReferencePages.HiddenWord, var page])
{
    return ReferencePages.Print(page);
}

return await CommandTree.RunAsync(args).ConfigureAwait(false);
