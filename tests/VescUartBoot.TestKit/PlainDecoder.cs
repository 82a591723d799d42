using System.Text.Json;

namespace VescUartBoot.TestKit;

/// <summary>Reads and writes configurations by the parameter lists, independent of the library.</summary>
internal sealed class PlainDecoder
{
    private static readonly JsonDocument _lists =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "protocol-fixtures", "settings-layouts.json")));

    private readonly byte[] _bytes;
    private readonly Dictionary<string, (JsonElement Parameter, int Offset)> _places = [];

    public PlainDecoder(byte[] bytes)
    {
        _bytes = (byte[])bytes.Clone();
        string signature = Convert.ToHexString(bytes, 0, 4);
        var layouts = _lists.RootElement.GetProperty("layouts").EnumerateArray();
        var layout = layouts.Single(l => l.GetProperty("signature").GetString() == signature);
        int offset = 4;
        foreach (var parameter in layout.GetProperty("params").EnumerateArray())
        {
            _places[parameter.GetProperty("name").GetString()!] = (parameter, offset);
            offset += Size(parameter);
        }
    }

    public IEnumerable<string> Names => _places.Keys;

    public byte[] Bytes => (byte[])_bytes.Clone();

    public bool Has(string name) => _places.ContainsKey(name);

    /// <summary>Returns the label of an enum, the labels of bits joined by plus, otherwise the number.</summary>
    public string Text(string name)
    {
        string type = _places[name].Parameter.GetProperty("type").GetString()!;
        double number = Number(name);
        if (type == "enum")
        {
            var labels = Labels(name);
            return number < labels.Count ? labels[(int)number] : $"#{number}";
        }

        return type == "bitfield"
            ? string.Join('+', Labels(name).Where((l, i) => ((int)number & (1 << i)) != 0 && l != "Unused"))
            : number.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
    }

    public double Number(string name)
    {
        var (parameter, at) = _places[name];
        return parameter.GetProperty("wire").GetString() switch
        {
            "u8" => _bytes[at],
            "i8" => (sbyte)_bytes[at],
            "u16" => (_bytes[at] << 8) | _bytes[at + 1],
            "i16" => (short)((_bytes[at] << 8) | _bytes[at + 1]),
            "float16" => (double)(short)((_bytes[at] << 8) | _bytes[at + 1]) / parameter.GetProperty("scale").GetDouble(),
            "u32" => (uint)Word(at),
            "i32" => Word(at),
            "float32auto" => BitConverter.Int32BitsToSingle(Word(at)),
            var other => throw new InvalidDataException(other),
        };
    }

    /// <summary>Returns the distance between neighbouring values.</summary>
    public double Step(string name, double value) => _places[name].Parameter.GetProperty("wire").GetString() switch
    {
        "float16" => 1 / _places[name].Parameter.GetProperty("scale").GetDouble(),
        "float32auto" => Math.Abs(value) * 2e-7,
        _ => 1,
    };

    public double Default(string name) => _places[name].Parameter.GetProperty("default").GetDouble();

    public string Type(string name) => _places[name].Parameter.GetProperty("type").GetString()!;

    public List<string> Labels(string name) => _places[name].Parameter.TryGetProperty("labels", out var labels)
        ? [.. labels.EnumerateArray().Select(l => l.GetString()!)]
        : [];

    public bool Allows(string name, double value)
    {
        var parameter = _places[name].Parameter;
        return !parameter.TryGetProperty("min", out var low)
            || (value >= low.GetDouble() - 1e-5 && value <= parameter.GetProperty("max").GetDouble() * 1.000001 + 1e-5);
    }

    public PlainDecoder Set(string name, string label) => Set(name, Labels(name).IndexOf(label));

    public PlainDecoder Set(string name, double value)
    {
        var (parameter, at) = _places[name];
        string wire = parameter.GetProperty("wire").GetString()!;
        long raw = wire switch
        {
            "float32auto" => (uint)BitConverter.SingleToInt32Bits((float)value),
            "float16" => (long)Math.Round(value * parameter.GetProperty("scale").GetDouble()),
            _ => (long)value,
        };
        for (int i = Size(parameter) - 1; i >= 0; i--, raw >>= 8)
        {
            _bytes[at + i] = (byte)raw;
        }

        return this;
    }

    private static int Size(JsonElement parameter) => parameter.GetProperty("wire").GetString() switch
    {
        "u8" or "i8" => 1,
        "u16" or "i16" or "float16" => 2,
        _ => 4,
    };

    private int Word(int at) => (_bytes[at] << 24) | (_bytes[at + 1] << 16) | (_bytes[at + 2] << 8) | _bytes[at + 3];
}
