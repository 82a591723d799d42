using VescUartBoot.Images;

namespace VescUartBoot.Hosting.Simulation;

/// <summary>The project's own image, which only simulated boards accept.</summary>
internal static class DemoImage
{
    /// <summary>Id in the catalogue.</summary>
    public const string Id = "demo/simulated";

    private const string Resource = "demo-bootloader.bin";

    public static BootloaderImage Load()
    {
        using var resource = typeof(DemoImage).Assembly.GetManifestResourceStream(Resource)!;
        byte[] content = new byte[resource.Length];
        resource.ReadExactly(content);
        return BootloaderImage.Parse(Id, content);
    }
}
