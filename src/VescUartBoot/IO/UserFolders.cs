namespace VescUartBoot.IO;

/// <summary>Makes the folders that we write into, and refuses one that is a link: what is written there would land elsewhere.</summary>
/// <remarks>The folder that the user named may be a link itself; what lies below it is ours, and nobody has a reason to make it
/// one.</remarks>
internal static class UserFolders
{
    /// <summary>Makes <paramref name="path"/> below <paramref name="root"/>.</summary>
    /// <exception cref="IOException">A folder on the way down is a link.</exception>
    public static void Make(string root, string path)
    {
        Directory.CreateDirectory(root);
        string below = root;
        foreach (string name in Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar))
        {
            below = Path.Combine(below, name);
            if (new DirectoryInfo(below).LinkTarget is not null)
            {
                throw new IOException($"{below} is a link to somewhere else");
            }

            Directory.CreateDirectory(below);
        }
    }
}
