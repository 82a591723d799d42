using System.CommandLine;
using System.CommandLine.Completions;
using VescUartBoot.Catalog;
using VescUartBoot.Links;

namespace VescUartBoot.Cli.Completion;

/// <summary>Values of an option or argument, by its place holder in the help.</summary>
internal static class CompletionValues
{
    private static readonly string[] _fileWords = ["FILE", "DIR", "PATH", "FOLDER"];

    /// <summary>Returns values for a place holder such as <c>PORT</c>, <c>FILE|ID|HASH</c> or <c>auto|always|never</c>.</summary>
    /// <param name="placeHolder">The place holder.</param>
    /// <param name="symbol">The option, or the command of the argument.</param>
    /// <param name="own">Suggestions of the option or argument itself.</param>
    public static Suggestions Of(string placeHolder, Symbol symbol, IEnumerable<CompletionItem> own)
    {
        string[] words = placeHolder.Split('|', ',');
        bool files = words.Intersect(_fileWords).Any();
        Suggestion[] known = [.. words.SelectMany(w => Meaning(w, symbol)).DistinctBy(s => s.Word)];

        // The names of an enumeration would also be suggested, but are not words of the command line.
        return new Suggestions(known.Length > 0 || files ? known : own.Select(c => new Suggestion(c.Label, c.Detail)), files);
    }

    private static IEnumerable<Suggestion> Meaning(string word, Symbol symbol) => word switch
    {
        "PORT" when symbol.Name is not "--tcp" => Ports(),
        "ID" when symbol.Parents.Any(p => p.Name == "upgrade") => Firmware(),
        "ID" => Bootloaders(),
        "VERSION" when symbol.Name is not "--staged" =>
            symbol.Name == "--to" ? Versions().Prepend(new Suggestion("latest", "the newest for the board's hardware")) : Versions(),
        "NAME" when symbol.Name is "--hardware" or "--force-hardware" => Hardware(),
        "VARIANT" => FirmwareCatalog.Shipped.Images.Select(i => i.VariantWord).Distinct().Order(StringComparer.Ordinal)
            .Select(v => new Suggestion(v, null)),
        "WHAT" =>
            Versions().Prepend(new Suggestion(ImageCatalog.BootloadersWord, "all bootloaders")).Concat(Bootloaders()).Concat(Firmware()),
        "REGION" => Plain("bootloader", "app", "settings", "staging"),
        "SHELL" => Plain([.. ShellScript.Shells]),
        _ when word.Length > 0 && !word.Contains(' ', StringComparison.Ordinal) && !word.Any(char.IsAsciiLetterUpper) && !IsRange(word) =>
            Plain(word),
        _ => [],
    };

    // "0-254" describes the range and is not a value.
    private static bool IsRange(string word) => word.Split('-') is [var from, var to] && int.TryParse(from, out _)
        && int.TryParse(to, out _);

    private static IEnumerable<Suggestion> Plain(params string[] words) => words.Select(w => new Suggestion(w, null));

    private static IEnumerable<Suggestion> Ports() =>
        SerialPorts.FindAsync().AsTask().GetAwaiter().GetResult().OrderByDescending(p => p.LooksLikeVesc)
            .Select(p => new Suggestion(p.Path, p.LooksLikeVesc ? "may be a VESC" : p.Product ?? p.Driver))
            .Append(new Suggestion("sim://", "a simulated board")).Append(new Suggestion("tcp://", "a bridge"));

    private static IEnumerable<Suggestion> Bootloaders() =>
        BootloaderCatalog.Shipped.Images.Where(i => !i.SimulatedOnly)
            .Select(i => new Suggestion(i.Id, i.Current ? "bootloader" : "older bootloader"));

    private static IEnumerable<Suggestion> Firmware() => FirmwareCatalog.Shipped.Images.Select(i => new Suggestion(i.Id, "firmware"));

    private static IEnumerable<Suggestion> Versions() =>
        FirmwareCatalog.Shipped.Versions.Keys.Reverse().Select(v => new Suggestion(v, null));

    private static IEnumerable<Suggestion> Hardware() =>
        FirmwareCatalog.Shipped.Images.SelectMany(i => i.Hardware).Distinct().Order(StringComparer.Ordinal)
            .Select(h => new Suggestion(h, null));
}
