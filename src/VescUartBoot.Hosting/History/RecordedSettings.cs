namespace VescUartBoot.Hosting.History;

/// <summary>A file of settings that a board holds after a job.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Sha256">Its SHA-256.</param>
/// <param name="Changed">How many settings had another value before.</param>
public sealed record RecordedSettings(string File, string Sha256, int Changed);
