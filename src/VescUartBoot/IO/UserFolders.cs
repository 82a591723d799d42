namespace VescUartBoot.IO;

/// <summary>Creates the folders of the user's data, and rejects links: content would be written elsewhere.</summary>
/// <remarks>The folder named by the user may be a link; folders below it are ours and have no reason to be links.</remarks>
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
