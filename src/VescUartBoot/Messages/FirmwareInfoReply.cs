namespace VescUartBoot.Messages;

/// <summary>The answer to COMM_FW_INFO.</summary>
/// <param name="GitHash">Revision of the firmware. A string over 46 characters is left out by the firmware, its NUL too.</param>
/// <param name="UserGitHash">Revision of the user's additions.</param>
internal sealed record FirmwareInfoReply(string? GitHash, string? UserGitHash);
