namespace VescUartBoot.Simulator.Boards;

/// <summary>A word of <c>sim://?word=value</c>, which is also an option of <c>simulate</c>.</summary>
public sealed class SimulatedBoardWord
{
    private readonly Func<SimulatedBoardOptions, string, SimulatedBoardOptions> _apply;

    internal SimulatedBoardWord(
        string name, string values, string defaultValue, string description,
        Func<SimulatedBoardOptions, string, SimulatedBoardOptions> apply)
    {
        Name = name;
        Values = values;
        Default = defaultValue;
        Description = description;
        _apply = apply;
    }

    /// <summary>The word: <c>fw</c>.</summary>
    public string Name { get; }

    /// <summary>Accepted values: <c>none|present|garbage|FILE</c>.</summary>
    public string Values { get; }

    /// <summary>The default value.</summary>
    public string Default { get; }

    /// <summary>Description in one sentence.</summary>
    public string Description { get; }

    /// <summary>Returns the options with this word set to <paramref name="value"/>.</summary>
    /// <exception cref="SimulatorException">The value is not valid, or its file cannot be read.</exception>
    public SimulatedBoardOptions Apply(SimulatedBoardOptions options, string value)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(value);
        try
        {
            return _apply(options, value);
        }
        catch (Exception cause) when (cause is FormatException or OverflowException or IOException or UnauthorizedAccessException)
        {
            string why = cause is FileNotFoundException or DirectoryNotFoundException ? "there is no such file, and " : "";
            why += cause is UnauthorizedAccessException ? "no permission to read this file" : $"it takes {Values}";
            throw new SimulatorException($"{Name}={value}: {why}", cause);
        }
    }
}
