namespace VescUartBoot.Catalog;

/// <summary>A hardware name that later versions no longer have.</summary>
/// <param name="Name">The name.</param>
/// <param name="Last">The last version with the name.</param>
/// <param name="Since">The next version.</param>
/// <param name="Similar">The similar names of that version.</param>
/// <param name="Source">Source of this information.</param>
internal sealed record RetiredHardwareName(string Name, string Last, string Since, IReadOnlyList<string> Similar, string Source);
