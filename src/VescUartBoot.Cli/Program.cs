using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Completion;
using VescUartBoot.Cli.Help;
using VescUartBoot.Cli.Output;
using VescUartBoot.Hosting.Words;

// Asked most often by scripts, so it costs no command tree.
if (args is ["--version"])
{
    using var streams = StandardStreams.Guard();
    Console.Out.WriteLine($"vescboot {CommandTree.Version}");
    return StandardStreams.ExitCodeOfTelling((int)ExitCode.Done);
}

// Asked by shells at every press of a key: the words behind it are no command line yet, so they are not parsed as one.
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
