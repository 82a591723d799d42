namespace VescUartBoot.Catalog;

/// <summary>A hardware name that ended.</summary>
/// <param name="Name">The name.</param>
/// <param name="Last">The last version that has it.</param>
/// <param name="Since">The next version.</param>
/// <param name="Similar">The similar names of that version.</param>
/// <param name="Source">Where that is known from.</param>
internal sealed record RetiredHardwareName(string Name, string Last, string Since, IReadOnlyList<string> Similar, string Source);
