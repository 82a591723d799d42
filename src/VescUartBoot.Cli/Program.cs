using VescUartBoot.Cli;

// Asked most often by scripts, so it costs no command tree.
if (args is ["--version"])
{
    Console.Out.WriteLine($"vescboot {CommandTree.Version}");
    return 0;
}

return await CommandTree.RunAsync(args).ConfigureAwait(false);
