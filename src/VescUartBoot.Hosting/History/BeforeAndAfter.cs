using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Hosting.History;

/// <summary>What something was before a job and after it.</summary>
/// <param name="Before">Before.</param>
/// <param name="After">After.</param>
public sealed record BeforeAndAfter(string? Before, string? After);
