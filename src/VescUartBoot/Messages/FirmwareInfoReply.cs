namespace VescUartBoot.Messages;

/// <summary>Reply to COMM_FW_INFO.</summary>
/// <param name="GitHash">Revision of the firmware. The firmware omits a string over 46 characters together with its NUL.</param>
/// <param name="UserGitHash">Revision of the user code.</param>
internal sealed record FirmwareInfoReply(string? GitHash, string? UserGitHash);
