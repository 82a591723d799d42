namespace VescUartBoot.Interop;

/// <summary>What is read of the Windows registry, all of it below HKEY_LOCAL_MACHINE. A key that is not there is an empty one.</summary>
internal interface IRegistry
{
    /// <summary>The names of the keys below a key.</summary>
    IReadOnlyList<string> Keys(string path);

    /// <summary>The values of a key that are text, by their names.</summary>
    IReadOnlyDictionary<string, string> Texts(string path);
}
