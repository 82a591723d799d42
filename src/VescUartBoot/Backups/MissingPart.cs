using System.Reflection;
using System.Security.Cryptography;

namespace VescUartBoot.Backups;

/// <summary>A part that the board may have but that could not be saved.</summary>
/// <param name="Kind">Kind of the part.</param>
/// <param name="Code">Stable word, for example <c>lispNotKept</c>.</param>
/// <param name="Reason">The reason, in a sentence for the user.</param>
public sealed record MissingPart(BackupPartKind Kind, string Code, string Reason);
