// Packs firmware-bundles/settings-layouts.json, the layouts of the serialised settings as VESC Tool's parameter lists give them, into the
// text that the library embeds, and into the wire forms that the simulator embeds; and for the simulator the defaults of the releases, from
// protocol-fixtures/settings.
//
//   dotnet run tools/pack-settings-layouts.cs
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:property AnalysisLevel=none
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

string root = Directory.GetCurrentDirectory();
var units = File.ReadAllLines(Path.Combine(root, "firmware-bundles", "settings-units.txt"))
    .Where(l => l.Length > 0 && l[0] != '#')
    .Select(l => l.Split(' '))
    .Select(p => (Name: new Regex($"^{Regex.Escape(p[0]).Replace("\\*", ".*").Replace("\\?", ".")}$"), Unit: p[1]))
    .ToList();
using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(root, "firmware-bundles", "settings-layouts.json")));
HashSet<string> named =
[
    "motor_type", "l_current_max", "l_current_min", "l_in_current_max", "l_in_current_min", "l_abs_current_max", "l_slow_abs_current",
    "l_max_erpm", "l_min_erpm", "l_erpm_start", "l_min_vin", "l_max_vin", "l_min_duty", "l_max_duty", "l_temp_fet_start", "l_temp_fet_end",
    "l_current_max_scale", "l_current_min_scale", "foc_f_zv", "foc_sample_v0_v7", "foc_control_sample_mode", "foc_hfi_amb_current",
    "foc_overmod_factor", "foc_sl_erpm", "foc_sl_erpm_start", "m_hall_extra_samples", "controller_id",
];
var layouts = json.RootElement.GetProperty("layouts").EnumerateArray().ToList();
List<string> fields = [];
List<string> packed = [];
List<string> simulated = [];
foreach (var layout in layouts)
{
    string head = $"{Text(layout, "kind")} {Text(layout, "signature")}";
    var parameters = layout.GetProperty("params").EnumerateArray().ToList();
    string versions = string.Join(',', layout.GetProperty("versions").EnumerateArray().Select(v => v.GetString()));
    packed.Add($"{head} {versions} {Ranges([.. parameters.Select(NumberOf)])}");
    simulated.Add($"{head} {Runs([.. parameters.Select(SimulatedForm)])}");
}

string[] note =
[
    "# Made by tools/pack-settings-layouts.cs from settings-layouts.json. First the fields:",
    "# name type wire scale minimum maximum unit labels, where - stands for none.",
    "# Then, after an empty line, the layouts: kind signature versions fields.",
];
File.WriteAllText(Path.Combine(root, "firmware-bundles", "settings-layouts.txt"),
    string.Join('\n', [.. note, .. fields, "", .. packed, ""]));
string[] simulatorNote =
[
    "# Made by tools/pack-settings-layouts.cs: the wire forms of each layout, in their order. 1, 2, 4: an integer of so many bytes; f: a "
        + "float;",
    "# hSCALE: a scaled integer of 2 bytes; o in front: a current or voltage offset of the motor; b: offsets are calibrated at each start;",
    "# m: the same in bit 0, and in bit 1 whether offsets are taken from the host. x*N: N of them. x:NAME: a field that the firmware "
        + "limits",
    "# or acts on.",
];
File.WriteAllText(
    Path.Combine(root, "src", "VescUartBoot.Simulator", "Firmware", "settings-wires.txt"),
    string.Join('\n', [.. simulatorNote, .. simulated, ""]));
var defaults = Directory.GetFiles(Path.Combine(root, "protocol-fixtures", "settings"), "*-default-*.hex").Order(StringComparer.Ordinal)
    .Select(file => $"{Path.GetFileNameWithoutExtension(file)} {File.ReadAllText(file).Trim()}\n");
using (var stream = new ZLibStream(
    File.Create(Path.Combine(root, "src", "VescUartBoot.Simulator", "Firmware", "settings-defaults.zlib")), CompressionLevel.SmallestSize))
{
    stream.Write(Encoding.ASCII.GetBytes(string.Concat(defaults)));
}

Console.WriteLine($"{layouts.Count} layouts, {fields.Count} different fields");

static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

static string Scale(JsonElement parameter) =>
    parameter.TryGetProperty("scale", out var scale) ? scale.GetDouble().ToString(CultureInfo.InvariantCulture) : "1";

static string Number(JsonElement parameter, string name) =>
    parameter.TryGetProperty(name, out var number) ? number.GetDouble().ToString(CultureInfo.InvariantCulture) : "-";

int NumberOf(JsonElement parameter)
{
    string labels = parameter.TryGetProperty("labels", out var list)
        ? string.Join('|', list.EnumerateArray().Select(l => l.GetString()))
        : "";
    string name = Text(parameter, "name");
    string unit = Text(parameter, "type") is "double" or "int" ? units.Find(u => u.Name.IsMatch(name)).Unit ?? "-" : "-";
    string form = $"{name} {Text(parameter, "type")} {Text(parameter, "wire")} {Scale(parameter)}";
    string line = $"{form} {Number(parameter, "min")} {Number(parameter, "max")} {unit} {labels}".TrimEnd();
    int at = fields.IndexOf(line);
    if (at < 0)
    {
        at = fields.Count;
        fields.Add(line);
    }

    return at;
}

string SimulatedForm(JsonElement parameter) =>
    named.Contains(Text(parameter, "name")) ? $"{WireOf(parameter)}:{Text(parameter, "name")}" : WireOf(parameter);

static string WireOf(JsonElement parameter) => (Text(parameter, "name"), Text(parameter, "wire")) switch
{
    ("foc_offsets_cal_on_boot", _) => "b",
    ("foc_offsets_cal_mode", _) => "m",
    (var name, "float32auto") => IsOffset(name) ? "of" : "f",
    (var name, "float16") => (IsOffset(name) ? "oh" : "h") + Scale(parameter),
    (_, "u8" or "i8") => "1",
    (_, "u16" or "i16") => "2",
    (_, "u32" or "i32") => "4",
    var other => throw new InvalidDataException($"unknown wire form {other}"),
};

static bool IsOffset(string name) => name.StartsWith("foc_offsets_", StringComparison.Ordinal);

static string Ranges(List<int> numbers)
{
    var text = new StringBuilder();
    for (int i = 0; i < numbers.Count;)
    {
        int end = i;
        while (end + 1 < numbers.Count && numbers[end + 1] == numbers[end] + 1)
        {
            end++;
        }

        text.Append(i == 0 ? "" : ",").Append(numbers[i]).Append(end == i ? "" : $"-{numbers[end]}");
        i = end + 1;
    }

    return text.ToString();
}

static string Runs(List<string> forms)
{
    List<string> runs = [];
    for (int i = 0; i < forms.Count;)
    {
        int end = i;
        while (end < forms.Count && forms[end] == forms[i])
        {
            end++;
        }

        runs.Add(end - i == 1 ? forms[i] : $"{forms[i]}*{end - i}");
        i = end;
    }

    return string.Join(' ', runs);
}
