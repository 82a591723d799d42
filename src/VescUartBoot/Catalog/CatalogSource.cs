namespace VescUartBoot.Catalog;

/// <summary>Source of catalogue images, with their licence.</summary>
/// <param name="Repository">The address of the repository.</param>
/// <param name="Licence">The licence of its content.</param>
/// <param name="Raw">The address of one file, containing <c>{commit}</c> and <c>{path}</c>; without it the images cannot be
/// fetched.</param>
internal sealed record CatalogSource(string Repository, string Licence, string? Raw = null)
{
    /// <summary>The commit of all files, if it is the same for all.</summary>
    public string? Commit { get; init; }

    /// <summary>The pattern of the path of a file, if it is the same for all.</summary>
    public string? Path { get; init; }

    /// <summary>The address of a file.</summary>
    public Uri? AddressOf(string? commit, string? path) => Raw is null || commit is null || path is null
        ? null
        : new Uri(Raw.Replace("{commit}", commit, StringComparison.Ordinal).Replace("{path}", Escape(path), StringComparison.Ordinal));

    /// <summary>Escapes a path for an address.</summary>
    internal static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
