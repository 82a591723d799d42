using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Hosting.History;

/// <summary>A value before and after a job.</summary>
/// <param name="Before">Value before the job.</param>
/// <param name="After">Value after the job.</param>
public sealed record BeforeAndAfter(string? Before, string? After);
