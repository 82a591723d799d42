using System.Text;
using VescUartBoot.Messages;
using VescUartBoot.Settings;

namespace VescUartBoot.Tests.Settings;

/// <summary>The table in the documentation is made of the rules.</summary>
public sealed class SettingsDocumentTests
{
    private const string Begin = "<!-- made of firmware-bundles/settings-carryover.json by SettingsDocumentTests -->\n";
    private const string End = "<!-- end of what is made -->";

    [Fact]
    public void The_page_has_the_rules_of_the_library()
    {
        string page = GoldenFile.Read("docs/settings.md");
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = page.IndexOf(End, StringComparison.Ordinal);

        GoldenFile.Compare("docs/settings.md", page[..begin] + Table() + page[end..]);
    }

    [Fact]
    public void Each_rule_names_settings_of_the_firmware_on_both_sides()
    {
        var names = SettingsLayouts.All.SelectMany(l => l.Fields.Select(f => f.Name)).ToHashSet();

        Assert.All(CarryRules.All.Rules, rule =>
        {
            Assert.True(rule.Why.Length > 0 && rule.Evidence.Length > 0);
            Assert.All(rule.From.Where(f => f[^1] != '*'), f => Assert.Contains(f, names));
            Assert.True(rule.To is null || names.Contains(rule.To));
            Assert.All(rule.Formula is null ? [] : Formula.NamesIn(rule.Formula), n => Assert.Contains(n, names));
            Assert.All(rule.Back is null ? [] : Formula.NamesIn(rule.Back), n => Assert.Contains(n, names));
        });
    }

    private static string Table()
    {
        var table = new StringBuilder("| from | of | setting | becomes | why |\n| --- | --- | --- | --- | --- |\n");
        foreach (var rule in CarryRules.All.Rules)
        {
            string names = string.Join(", ", rule.From.Select(f => $"`{f}`"));
            string kind = rule.Kind == ConfigurationKind.Motor ? "motor" : "app";
            string setting = (names.Length > 0 ? names : "-") + Conditions(rule);
            table.Append(null, $"| {rule.At} | {kind} | {setting} | {Becomes(rule)} | {rule.Why} ({rule.Evidence}) |\n");
        }

        return table.ToString();
    }

    private static string Becomes(CarryRule rule) => rule.Action switch
    {
        CarryAction.Rename => $"`{rule.To}`, same value",
        CarryAction.Scale => $"times {rule.Factor.ToString(System.Globalization.CultureInfo.InvariantCulture)}",
        CarryAction.Map => $"`{rule.To}`: {string.Join(", ", rule.Map.Select(m => $"{m.Key} → {m.Value}"))}",
        CarryAction.Formula => $"`{rule.To}` = {rule.Formula}",
        CarryAction.Floor => "whole number below",
        CarryAction.Set => $"`{rule.To}` = {rule.Value}",
        CarryAction.Default => "new default",
        CarryAction.Ask => rule.OffersOld ? "a person decides; the old value is offered" : "a person decides",
        _ => "dropped",
    };

    private static string Conditions(CarryRule rule) => string.Concat(
        rule.Label is null ? "" : $" = {rule.Label}",
        rule.Releases is not { } of ? "" : of.First == of.Last ? $", of {of.First}" : $", of {of.First} to {of.Last}",
        rule.Because is null ? "" : $", where `{rule.Because}` is carried and not 0",
        rule.UnlessDefault is null ? "" : ", unless it is the old default",
        rule.InUse is null ? "" : $", where in use (`{rule.InUse}`)");
}
