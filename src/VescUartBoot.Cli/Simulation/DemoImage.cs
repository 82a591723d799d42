using VescUartBoot.Images;

namespace VescUartBoot.Cli.Simulation;

/// <summary>The image of our own making that simulated boards take, and no other board.</summary>
internal static class DemoImage
{
    /// <summary>Its id in the catalogue.</summary>
    public const string Id = "demo/simulated";

    /// <summary>The name of its file, which is inside the tool.</summary>
    public const string Name = "demo-bootloader.bin";

    public static BootloaderImage Load()
    {
        using var resource = typeof(DemoImage).Assembly.GetManifestResourceStream(Name)!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return BootloaderImage.Parse(Name, content);
    }
}
