namespace VescUartBoot;

/// <summary>An option was set to a value outside its range.</summary>
public sealed class OptionRangeException : VescException
{
    internal OptionRangeException(string option, string value, string least, string most)
        : base($"{option} is {value}; it may be {least} to {most}")
    {
        (Option, Value, Least, Most) = (option, value, least, most);
    }

    /// <summary>Name of the option.</summary>
    public string Option { get; }

    /// <summary>The rejected value.</summary>
    public string Value { get; }

    /// <summary>The smallest allowed value.</summary>
    public string Least { get; }

    /// <summary>The largest allowed value.</summary>
    public string Most { get; }
}
