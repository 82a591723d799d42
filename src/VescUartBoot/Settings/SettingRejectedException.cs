namespace VescUartBoot.Settings;

/// <summary>The firmware has no setting of a name, or the setting does not take a value.</summary>
/// <param name="message">Which one, and what it takes.</param>
/// <param name="word">The name or the value that was given.</param>
/// <param name="choices">What could stand in its place; empty: a number.</param>
internal sealed class SettingRejectedException(string message, string word, IReadOnlyList<string> choices) : VescException(message)
{
    /// <summary>The name or the value that was given.</summary>
    public string Word { get; } = word;

    /// <summary>What could stand in its place; empty: a number.</summary>
    public IReadOnlyList<string> Choices { get; } = choices;
}
