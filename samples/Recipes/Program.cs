using VescUartBoot.Samples;

// dotnet run --project samples/Recipes -- check /dev/ttyACM0
return args switch
{
    ["check", var port] => await Check.RunAsync(port),
    ["consent", var port, var image] => await Consent.RunAsync(port, image),
    ["progress", var port, var image] => await Progress.RunAsync(port, image),
    ["cancel", var port, var image] => await Cancel.RunAsync(port, image),
    ["upgrade", var port, var image] => await Upgrade.RunAsync(port, image),
    ["retry", var port] => await Retry.RunAsync(port),
    ["stream", var host] => await OwnStream.RunAsync(host),
    _ => throw new ArgumentException("check PORT | consent|progress|cancel|upgrade PORT IMAGE | retry PORT | stream HOST:PORT"),
};
