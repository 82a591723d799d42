using System.Reflection;
using System.Security.Cryptography;

namespace VescUartBoot.Backups;

/// <summary>A part that the board may have and that could not be kept.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Code">Stable word, such as <c>lispNotKept</c>.</param>
/// <param name="Reason">Why.</param>
public sealed record MissingPart(BackupPartKind Kind, string Code, string Reason);
