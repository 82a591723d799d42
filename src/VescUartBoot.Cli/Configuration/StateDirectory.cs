using VescUartBoot.Hosting.State;

namespace VescUartBoot.Cli.Configuration;

/// <summary>The state folder of this user, as located by <see cref="StateLocation"/>.</summary>
internal static class StateDirectory
{
    private static readonly StateFolder _folder = new(StateLocation.Find());

    public static string Path => _folder.Path;

    /// <inheritdoc cref="StateFolder.History"/>
    public static string History => _folder.History;

    /// <inheritdoc cref="StateFolder.Locks"/>
    public static string Locks => _folder.Locks;

    /// <inheritdoc cref="StateFolder.Unfinished"/>
    public static string Unfinished => _folder.Unfinished;

    /// <inheritdoc cref="StateFolder.Backups"/>
    public static string Backups => _folder.Backups;
}
