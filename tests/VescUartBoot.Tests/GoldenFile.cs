namespace VescUartBoot.Tests;

/// <summary>A file of the repository that must say what the code says. <c>VESCBOOT_ACCEPT=1 dotnet test</c> writes it anew.</summary>
internal static class GoldenFile
{
    public static void Compare(string path, string actual)
    {
        string file = Path.Combine(Root(), path);
        if (Environment.GetEnvironmentVariable("VESCBOOT_ACCEPT") == "1")
        {
            File.WriteAllText(file, actual);
        }

        string[] expected = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n").Split('\n') : [];
        string[] lines = actual.Split('\n');
        int at = Enumerable.Range(0, Math.Max(expected.Length, lines.Length))
            .FirstOrDefault(i => expected.ElementAtOrDefault(i) != lines.ElementAtOrDefault(i), -1);
        Assert.True(at < 0,
            $"{path}, line {at + 1}: the file says '{expected.ElementAtOrDefault(at)}', the code '{lines.ElementAtOrDefault(at)}'; if the "
                + "code is right, VESCBOOT_ACCEPT=1 dotnet test writes the file");
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root(), path)).ReplaceLineEndings("\n");

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "VescUartBoot.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("these tests run inside the repository");
    }
}
