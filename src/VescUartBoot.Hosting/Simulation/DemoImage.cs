using VescUartBoot.Images;

namespace VescUartBoot.Hosting.Simulation;

/// <summary>The project's own image, which only simulated boards accept.</summary>
internal static class DemoImage
{
    /// <summary>Id in the catalogue.</summary>
    public const string Id = "demo/simulated";

    /// <summary>Name of the embedded file.</summary>
    public const string Name = "demo-bootloader.bin";

    public static BootloaderImage Load()
    {
        using var resource = typeof(DemoImage).Assembly.GetManifestResourceStream(Name)!;
        byte[] content = new byte[resource.Length];
        resource.ReadExactly(content);
        return BootloaderImage.Parse(Name, content);
    }
}
