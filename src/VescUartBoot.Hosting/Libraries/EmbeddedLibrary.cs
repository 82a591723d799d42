using System.IO.Ports;
using System.Reflection;
using System.Runtime.InteropServices;
using VescUartBoot.Cli.Configuration;

namespace VescUartBoot.Cli.Ports;

/// <summary>The native library of System.IO.Ports. It is next to the program, except for a single-file program.</summary>
internal static class SystemPortLibrary
{
    private const string Name = "libSystem.IO.Ports.Native";

    // Under sudo the state folder may belong to the user, who must not choose what root loads.
    private static string Folder => Environment.IsPrivilegedProcess ? "/var/cache/vescboot" : Path.Combine(StateDirectory.Path, "lib");

    /// <summary>Makes System.IO.Ports load the embedded library, if there is one. Call it once.</summary>
    public static void Offer()
    {
        if (typeof(SystemPortLibrary).Assembly.GetManifestResourceInfo(Name) is not null)
        {
            NativeLibrary.SetDllImportResolver(typeof(SerialPort).Assembly, Load);
        }
    }

    private static nint Load(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Name || OperatingSystem.IsWindows())
        {
            return 0;
        }

        using var resource = typeof(SystemPortLibrary).Assembly.GetManifestResourceStream(Name)!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        var library = new UnpackedLibrary(Name + (OperatingSystem.IsMacOS() ? ".dylib" : ".so"), content, Folder);
        return NativeLibrary.Load(library.FindFile(AppContext.BaseDirectory));
    }
}
