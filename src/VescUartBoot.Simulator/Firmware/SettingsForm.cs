using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace VescUartBoot.Simulator.Firmware;

/// <summary>Serialisation of one configuration in a version, and the values read back after it is set.</summary>
/// <remarks>
/// The firmware stores floats. A 2-byte scaled integer is divided when set, and truncated, not rounded, when read, so the value read may be
/// one step closer to zero. The motor offsets belong to the board: see <see cref="MotorOffsets"/>.
/// </remarks>
internal sealed class SettingsForm
{
    /// <summary>Name prefixes of hardware with its own defaults and limits; all other hardware has those of 60.</summary>
    public const string LargeHardware = "75_300";

    private const int SignatureSize = 4;
    private static readonly Dictionary<string, string> WiresOf = ReadWires();
    private static readonly Dictionary<string, string> DefaultsOf = ReadDefaults();
    private static readonly ConcurrentDictionary<string, SettingsForm?> Known = new(StringComparer.Ordinal);
    private readonly byte[] _defaults;
    private readonly List<(int At, float Scale)> _scaled = [];
    private readonly List<int> _floats = [];
    private readonly List<OffsetField> _offsets = [];
    private readonly Dictionary<string, FormField> _named = new(StringComparer.Ordinal);
    private readonly int? _calibration;
    private readonly bool _takesOffsetsOnRequest;

    private SettingsForm(byte[] defaults, string wires)
    {
        _defaults = defaults;
        int at = SignatureSize;
        foreach (string run in wires.Split(' '))
        {
            string[] named = run.Split(':');
            string[] parts = named[0].TrimStart('o').Split('*');
            for (int i = parts.Length == 1 ? 1 : int.Parse(parts[1], CultureInfo.InvariantCulture); i > 0; i--)
            {
                int start = at;
                float scale = 0;
                switch (parts[0][0])
                {
                    case 'h':
                        scale = float.Parse(parts[0].AsSpan(1), CultureInfo.InvariantCulture);
                        _scaled.Add((at, scale));
                        at += 2;
                        break;
                    case 'f':
                        _floats.Add(at);
                        at += 4;
                        break;
                    case 'b' or 'm':
                        _calibration = at++;
                        _takesOffsetsOnRequest = parts[0] == "m";
                        break;
                    default:
                        at += parts[0][0] - '0';
                        break;
                }

                if (run[0] == 'o')
                {
                    _offsets.Add(new OffsetField(start, at - start, scale));
                }

                if (named.Length > 1)
                {
                    _named.Add(named[1], new FormField(start, at - start, parts[0][0] == 'f' ? 0 : scale));
                }
            }
        }

        if (at != defaults.Length)
        {
            throw new SimulatorException($"The wire forms make {at} bytes, the defaults have {defaults.Length}.");
        }
    }

    /// <summary>Default values, signature first.</summary>
    public ReadOnlySpan<byte> Defaults => _defaults;

    /// <summary>Positions of the motor offsets.</summary>
    public IReadOnlyList<OffsetField> Offsets => _offsets;

    /// <summary>Returns the format of a version with the values compiled for a hardware; <see langword="null"/> if its values are not
    /// simulated.</summary>
    public static SettingsForm? Of(FirmwareProfile firmware, string hardware, bool isApplication)
    {
        string compiled = hardware.StartsWith(LargeHardware, StringComparison.Ordinal) ? LargeHardware : "60";
        string name = $"{firmware.Major}.{firmware.Minor:D2}-{(isApplication ? "app" : "motor")}-default-hw{compiled}";
        return Known.GetOrAdd(name, Make);
    }

    /// <summary>Returns a field by its name; <see langword="null"/> if this version does not have it.</summary>
    public FormField? Find(string name) => _named.TryGetValue(name, out var field) ? field : null;

    /// <summary>Whether a start with this configuration measures the offsets again.</summary>
    public bool Calibrates(ReadOnlySpan<byte> configuration) => _calibration is { } at && (configuration[at] & 1) != 0;

    /// <summary>Whether setting this configuration also sets its offsets: always before 6.06, then on request.</summary>
    public bool TakesOffsets(ReadOnlySpan<byte> configuration) => !_takesOffsetsOnRequest || (configuration[_calibration!.Value] & 2) != 0;

    /// <summary>Converts a configuration that was set to the one that is read back.</summary>
    public void ReadBack(Span<byte> configuration)
    {
        foreach (var (at, scale) in _scaled)
        {
            float value = BinaryPrimitives.ReadInt16BigEndian(configuration[at..]) / scale;
            BinaryPrimitives.WriteInt16BigEndian(configuration[at..], (short)(value * scale));
        }

        foreach (int at in _floats)
        {
            float value = BinaryPrimitives.ReadSingleBigEndian(configuration[at..]);
            if (float.IsSubnormal(value) || value == 0)
            {
                configuration.Slice(at, sizeof(float)).Clear();
            }
        }
    }

    /// <summary>Whether this flash content matches the settings that were set, except for the offsets, which belong to the board.</summary>
    public bool IsKeptAs(ReadOnlySpan<byte> set, ReadOnlySpan<byte> kept)
    {
        if (set.Length != kept.Length)
        {
            return false;
        }

        byte[] expected = set.ToArray();
        ReadBack(expected);
        foreach (var offset in _offsets)
        {
            offset.Copy(kept, expected);
        }

        return kept.SequenceEqual(expected);
    }

    private static SettingsForm? Make(string name)
    {
        if (!DefaultsOf.TryGetValue(name, out string? hex))
        {
            return null;
        }

        byte[] defaults = Convert.FromHexString(hex);
        return new SettingsForm(defaults, WiresOf[Convert.ToHexString(defaults, 0, SignatureSize)]);
    }

    private static Dictionary<string, string> ReadWires() => Lines(Resource("settings-wires.txt")).Where(line => line[0] != '#')
        .Select(line => line.Split(' ', 3)).ToDictionary(parts => parts[1], parts => parts[2], StringComparer.Ordinal);

    private static Dictionary<string, string> ReadDefaults() =>
        Lines(new ZLibStream(Resource("settings-defaults.zlib"), CompressionMode.Decompress))
            .Select(line => line.Split(' ')).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    private static Stream Resource(string name) => typeof(SettingsForm).Assembly.GetManifestResourceStream(name)!;

    private static string[] Lines(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
