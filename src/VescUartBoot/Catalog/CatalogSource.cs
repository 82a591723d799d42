namespace VescUartBoot.Catalog;

/// <summary>Where catalogue images come from, and under which licence.</summary>
/// <param name="Repository">The address of the repository.</param>
/// <param name="Licence">The licence of what is in it.</param>
/// <param name="Raw">The address of one file, with <c>{commit}</c> and <c>{path}</c> in it; without it they cannot be fetched.</param>
internal sealed record CatalogSource(string Repository, string Licence, string? Raw = null)
{
    /// <summary>The commit of all files, where it is the same for all.</summary>
    public string? Commit { get; init; }

    /// <summary>How the path of a file is made up, where it is the same for all.</summary>
    public string? Path { get; init; }

    /// <summary>The address of a file.</summary>
    public Uri? AddressOf(string? commit, string? path) => Raw is null || commit is null || path is null
        ? null
        : new Uri(Raw.Replace("{commit}", commit, StringComparison.Ordinal).Replace("{path}", Escape(path), StringComparison.Ordinal));

    /// <summary>A path as it stands in an address.</summary>
    internal static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
