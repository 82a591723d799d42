using System.Runtime.Versioning;
using System.Security;
using Microsoft.Win32;

namespace VescUartBoot.Interop;

/// <summary>The registry of this machine.</summary>
[SupportedOSPlatform("windows")]
internal sealed class SystemRegistry : IRegistry
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Keys(string path)
    {
        using var key = Open(path);
        return key?.GetSubKeyNames() ?? [];
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Texts(string path)
    {
        Dictionary<string, string> texts = new(StringComparer.OrdinalIgnoreCase);
        using var key = Open(path);
        foreach (string name in key?.GetValueNames() ?? [])
        {
            if (key!.GetValue(name) is string text)
            {
                texts[name] = text.TrimEnd('\0');
            }
        }

        return texts;
    }

    private static RegistryKey? Open(string path)
    {
        // Some keys of the USB tree are reserved for the system.
        try
        {
            return Registry.LocalMachine.OpenSubKey(path);
        }
        catch (Exception exception) when (exception is SecurityException or UnauthorizedAccessException or IOException)
        {
            return null;
        }
    }
}
