using System.Buffers.Binary;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Content of one code store.</summary>
/// <param name="Code">The code, verified by its checksum.</param>
/// <param name="IsEmpty">Whether the board reports that it stores none.</param>
/// <param name="Reason">Why the content is unknown.</param>
internal readonly record struct ScriptContent(StoredCode? Code, bool IsEmpty, string? Reason);
