using System.Text.Json;
using VescUartBoot.Messages;
using VescUartBoot.Settings;

namespace VescUartBoot.Tests.Settings;

/// <summary>The packed layouts against the parameter lists that they are made of, and against what the firmware itself serialises.</summary>
public sealed class SettingsLayoutTests
{
    public static TheoryData<string> Vectors => [.. Directory.EnumerateFiles(Folder, "*.hex").Select(f => Path.GetFileNameWithoutExtension(f)!)];

    public static TheoryData<string> Distinct => [.. Directory.EnumerateFiles(Folder, "*-distinct.json").Select(f => Path.GetFileNameWithoutExtension(f)!)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "protocol-fixtures", "settings");

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_vector_of_the_releases_decodes_to_its_last_byte(string name)
    {
        var configuration = Vector(name);

        var layout = SettingsLayouts.Find(configuration)!;

        Assert.Contains(name.Split('-')[0], layout.Versions);
        Assert.Equal(configuration.Bytes.Length, layout.Length);
        Assert.Equal(layout.Fields.Count, layout.Decode(configuration).Count);
    }

    [Theory]
    [MemberData(nameof(Distinct))]
    public void Each_field_has_the_value_that_was_put_into_it(string name)
    {
        var configuration = Vector(name);
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, $"{name}.json")));
        var fields = json.RootElement.GetProperty("fields");

        foreach (var value in SettingsLayouts.Find(configuration)!.Decode(configuration))
        {
            var expected = fields.GetProperty(value.Field.Name);
            if (expected.TryGetProperty("label", out var label))
            {
                Assert.Equal(label.GetString(), value.ToString());
            }

            double set = (expected.TryGetProperty("decoded", out var decoded) ? decoded : expected.GetProperty("set")).GetDouble();
            double step = value.Field.Wire == WireForm.Float16 ? 1 / value.Field.Scale : Math.Abs(set) * 1e-5;
            Assert.True(Math.Abs(set - value.Number) <= step, $"{value.Field.Name}: {value.Number} instead of {set}");
        }
    }

    [Fact]
    public void The_packed_layouts_are_those_of_the_catalogue()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "protocol-fixtures", "settings-layouts.json")));
        var packed = SettingsLayouts.All.ToDictionary(l => (l.Kind, l.Signature));
        var listed = json.RootElement.GetProperty("layouts").EnumerateArray().ToList();

        Assert.Equal(listed.Count, packed.Count);
        foreach (var layout in listed)
        {
            var kind = layout.GetProperty("kind").GetString() == "motor" ? ConfigurationKind.Motor : ConfigurationKind.App;
            var ours = packed[(kind, Convert.ToUInt32(layout.GetProperty("signature").GetString(), 16))];
            Assert.Equal(layout.GetProperty("length").GetInt32(), ours.Length);
            Assert.Equal(
                layout.GetProperty("params").EnumerateArray().Select(p => (
                    p.GetProperty("name").GetString()!,
                    p.GetProperty("type").GetString()!,
                    p.GetProperty("wire").GetString()!,
                    p.TryGetProperty("scale", out var scale) ? (float)scale.GetDouble() : 1f)),
                ours.Fields.Select(f => (f.Name, f.Type.ToString().ToLowerInvariant(), f.Wire.ToString().ToLowerInvariant(), f.Scale)));
        }
    }

    [Fact]
    public void A_layout_that_is_not_known_is_none()
    {
        byte[] bytes = Vector("7.00-motor-default-hw60").Bytes.ToArray();

        Assert.Null(SettingsLayouts.Find(SerialisedConfiguration.From(ConfigurationKind.App, bytes)));
        Assert.Null(SettingsLayouts.Find(SerialisedConfiguration.From(ConfigurationKind.Motor, bytes.AsSpan(0, bytes.Length - 1))));
        Assert.Null(SettingsLayouts.Find(SerialisedConfiguration.From(ConfigurationKind.Motor, bytes, isSigned: false)));
        bytes[0] ^= 1;
        Assert.Null(SettingsLayouts.Find(SerialisedConfiguration.From(ConfigurationKind.Motor, bytes)));
    }

    /// <summary>A configuration of <c>protocol-fixtures/settings</c>.</summary>
    internal static SerialisedConfiguration Vector(string name) => SerialisedConfiguration.From(
        name.Split('-')[1] == "motor" ? ConfigurationKind.Motor : ConfigurationKind.App,
        Convert.FromHexString(File.ReadAllText(Path.Combine(Folder, $"{name}.hex")).Trim()));
}
