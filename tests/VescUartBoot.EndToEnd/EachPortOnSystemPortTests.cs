namespace VescUartBoot.EndToEnd;

/// <summary>The same on System.IO.Ports.</summary>
[Trait("Category", "Slow")]
[Trait(OnSystemPort.Trait, OnSystemPort.Word)]
public sealed class EachPortOnSystemPortTests : EachPortTests;
