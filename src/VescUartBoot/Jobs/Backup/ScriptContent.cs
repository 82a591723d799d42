using System.Buffers.Binary;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Backup;

/// <summary>What one store of code holds.</summary>
/// <param name="Code">The code, proved by its checksum.</param>
/// <param name="IsEmpty">The board says that it stores none.</param>
/// <param name="Reason">Why neither is known.</param>
internal readonly record struct ScriptContent(StoredCode? Code, bool IsEmpty, string? Reason);
