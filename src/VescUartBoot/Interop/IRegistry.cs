namespace VescUartBoot.Interop;

/// <summary>The Windows registry below HKEY_LOCAL_MACHINE, read-only. A missing key counts as empty.</summary>
internal interface IRegistry
{
    /// <summary>Names of the subkeys.</summary>
    IReadOnlyList<string> Keys(string path);

    /// <summary>The text values of a key by name.</summary>
    IReadOnlyDictionary<string, string> Texts(string path);
}
