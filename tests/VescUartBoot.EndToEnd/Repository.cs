namespace VescUartBoot.EndToEnd;

/// <summary>Where the repository is that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder!, "VescUartBoot.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder!;
    }
}
