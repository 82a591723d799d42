using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace VescUartBoot.Simulator.Firmware;

/// <summary>How a version serialises one configuration, and what comes back of one that was set.</summary>
/// <remarks>
/// The firmware keeps floats. A scaled integer of 2 bytes is divided when it is set and cut, not rounded, when it is asked for, so a step
/// towards zero may be missing. The motor's offsets are the board's own: see <see cref="MotorOffsets"/>.
/// </remarks>
internal sealed class SettingsForm
{
    /// <summary>The beginning of the names of hardware with defaults and limits of its own; every other has those of 60.</summary>
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

    /// <summary>The factory's values, signature first.</summary>
    public ReadOnlySpan<byte> Defaults => _defaults;

    /// <summary>Where the offsets of the motor stand.</summary>
    public IReadOnlyList<OffsetField> Offsets => _offsets;

    /// <summary>The form of a version with the values compiled for a hardware; <see langword="null"/>: it is not simulated by its
    /// values.</summary>
    public static SettingsForm? Of(FirmwareProfile firmware, string hardware, bool isApplication)
    {
        string compiled = hardware.StartsWith(LargeHardware, StringComparison.Ordinal) ? LargeHardware : "60";
        string name = $"{firmware.Major}.{firmware.Minor:D2}-{(isApplication ? "app" : "motor")}-default-hw{compiled}";
        return Known.GetOrAdd(name, Make);
    }

    /// <summary>A field that the firmware knows by its name; <see langword="null"/>: this version has none.</summary>
    public FormField? Find(string name) => _named.TryGetValue(name, out var field) ? field : null;

    /// <summary>Whether the offsets are measured anew at a start with this configuration.</summary>
    public bool Calibrates(ReadOnlySpan<byte> configuration) => _calibration is { } at && (configuration[at] & 1) != 0;

    /// <summary>Whether the offsets of this configuration are taken when it is set: always before 6.06, then on request.</summary>
    public bool TakesOffsets(ReadOnlySpan<byte> configuration) => !_takesOffsetsOnRequest || (configuration[_calibration!.Value] & 2) != 0;

    /// <summary>Makes of a configuration that was set what is read back of it.</summary>
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

    /// <summary>Whether flash may hold this where these settings were set: the offsets are the board's own.</summary>
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
