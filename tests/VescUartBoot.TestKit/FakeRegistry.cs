using VescUartBoot.Interop;

namespace VescUartBoot.TestKit;

/// <summary>An in-memory Windows registry with the keys that a connected device creates.</summary>
public sealed class FakeRegistry : IRegistry
{
    private const string Devices = @"SYSTEM\CurrentControlSet\Enum\";
    private readonly Dictionary<string, Dictionary<string, string>> _keys = new(StringComparer.OrdinalIgnoreCase);

    IReadOnlyList<string> IRegistry.Keys(string path) =>
        [.. _keys.Keys.Where(key => key.StartsWith(path + "\\", StringComparison.OrdinalIgnoreCase))
            .Select(key => key[(path.Length + 1)..].Split('\\')[0]).Distinct()];

    IReadOnlyDictionary<string, string> IRegistry.Texts(string path) => _keys.GetValueOrDefault(path) ?? [];

    /// <summary>Adds a port that Windows has now.</summary>
    public void AddPort(string kernelName, string port) => Set(@"HARDWARE\DEVICEMAP\SERIALCOMM", (@"\Device\" + kernelName, port));

    /// <summary>Adds a device that is or was connected: <c>USB\VID_0483&amp;PID_5740\304</c>.</summary>
    public void AddDevice(string device, string port, params (string Name, string Text)[] values)
    {
        Set(Devices + device, values);
        Set($@"{Devices}{device}\Device Parameters", ("PortName", port));
    }

    /// <summary>Sets the devices that a driver currently serves.</summary>
    public void AddServed(string driver, params string[] devices) =>
        Set($@"SYSTEM\CurrentControlSet\Services\{driver}\Enum", [.. devices.Select((device, number) => ($"{number}", device))]);

    private void Set(string path, params (string Name, string Text)[] values)
    {
        if (!_keys.TryGetValue(path, out var key))
        {
            _keys[path] = key = new(StringComparer.OrdinalIgnoreCase);
        }

        foreach ((string name, string text) in values)
        {
            key[name] = text;
        }
    }
}
