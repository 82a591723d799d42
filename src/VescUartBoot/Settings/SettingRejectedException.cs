namespace VescUartBoot.Settings;

/// <summary>The firmware has no setting of that name, or the value is not valid for it.</summary>
/// <param name="message">The setting, and its valid values.</param>
/// <param name="word">The name or the value of the user.</param>
/// <param name="choices">The valid names or values; empty for a number.</param>
internal sealed class SettingRejectedException(string message, string word, IReadOnlyList<string> choices) : VescException(message)
{
    /// <summary>The name or the value that was given.</summary>
    public string Word { get; } = word;

    /// <summary>The valid names or values; empty for a number.</summary>
    public IReadOnlyList<string> Choices { get; } = choices;
}
