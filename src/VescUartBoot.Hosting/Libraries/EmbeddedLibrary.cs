using System.Reflection;
using System.Runtime.InteropServices;
using VescUartBoot.Hosting.State;

namespace VescUartBoot.Hosting.Libraries;

/// <summary>A native library that a single-file program embeds. In a package it is next to the program.</summary>
internal static class EmbeddedLibrary
{
    // Under sudo the state folder may belong to the user, who must not choose what root loads.
    private static string Folder => Environment.IsPrivilegedProcess ? "/var/cache/vescboot" : Path.Combine(StateLocation.Find(), "lib");

    /// <summary>Makes an assembly load the library that the program embeds, if it embeds one. Call it once for each assembly.</summary>
    /// <param name="user">The assembly that calls the library.</param>
    /// <param name="name">File name of the library without its extension.</param>
    public static void Offer(Assembly user, string name)
    {
        var program = Assembly.GetEntryAssembly()!;
        if (program.GetManifestResourceInfo(name) is not null)
        {
            NativeLibrary.SetDllImportResolver(user, (asked, _, _) => asked == name || $"lib{asked}" == name ? Load(program, name) : 0);
        }
    }

    private static nint Load(Assembly program, string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return 0;
        }

        using var resource = program.GetManifestResourceStream(name)!;
        byte[] content = new byte[resource.Length];
        resource.ReadExactly(content);
        var library = new UnpackedLibrary(name + (OperatingSystem.IsMacOS() ? ".dylib" : ".so"), content, Folder);
        return NativeLibrary.Load(library.FindFile(AppContext.BaseDirectory));
    }
}
