using VescUartBoot.Interop;

namespace VescUartBoot.Links;

/// <summary>Why the present user may not open a port, and the one thing that mends it.</summary>
internal static class PortPermission
{
    /// <summary>A line for /etc/udev/rules.d that lets the user at the machine use a port: by its USB numbers, or by its name if it has none.</summary>
    internal static string UdevRule(string path, ushort? vendorId, ushort? productId) => vendorId is null || productId is null
        ? $"KERNEL==\"{Path.GetFileName(path)}\", SUBSYSTEM==\"tty\", TAG+=\"uaccess\""
        : $"SUBSYSTEM==\"tty\", ATTRS{{idVendor}}==\"{vendorId:x4}\", ATTRS{{idProduct}}==\"{productId:x4}\", TAG+=\"uaccess\"";

    /// <summary>One sentence with advice for the port as it stands.</summary>
    internal static string Explain(string path, ushort? vendorId, ushort? productId) => Judge(path, vendorId, productId).Reason!;

    /// <inheritdoc cref="Explain(string, ushort?, ushort?)"/>
    internal static SerialPortAccess Judge(string path, ushort? vendorId, ushort? productId)
    {
        string[] groups;
        try
        {
            groups = File.ReadAllLines("/etc/group");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            groups = [];
        }

        return Judge(path, DeviceNode.Of(path), DeviceNode.MayUse(path), UdevRule(path, vendorId, productId), Environment.UserName, groups);
    }

    internal static string Explain(string path, DeviceNode? node, bool rightsSuffice, string udevRule, string userName, IEnumerable<string> groupLines) =>
        Judge(path, node, rightsSuffice, udevRule, userName, groupLines).Reason!;

    internal static SerialPortAccess Judge(string path, DeviceNode? node, bool rightsSuffice, string udevRule, string userName, IEnumerable<string> groupLines)
    {
        if (node is not { } known) return No($"You may not open {path}, nor see whose it is; ask whoever runs this machine.");
        if (rightsSuffice)
            return No($"The system refuses to open {path} although you have the right to it: a container or a security module forbids it; start a container with --device={path}.");
        if (known.IsPseudoTerminal)
            return No($"You may not open {path}: it is a pseudo-terminal of another user; run both programs as the same user.");
        if (!known.GroupMayUse || known.GroupId == 0)
            return No($"You may not open {path}, only its owner may; put the line `{udevRule}` into /etc/udev/rules.d/70-vesc.rules and plug the board in again.");

        string[]? group = groupLines.Select(line => line.Split(':'))
            .FirstOrDefault(fields => fields.Length >= 4 && uint.TryParse(fields[2], out uint id) && id == known.GroupId);
        if (group is null)
            return No($"You may not open {path}; it belongs to the group number {known.GroupId}, which has no name here (a container?).");
        if (group[3].Split(',').Contains(userName))
            return No($"You may not open {path} yet: you were added to its group '{group[0]}' after this session began; log out and in again.", $"newgrp {group[0]}");
        string mend = $"sudo usermod -aG {group[0]} $USER";
        return No($"You may not open {path}, which belongs to the group '{group[0]}'; run `{mend}`, then log out and in again.", mend);

        static SerialPortAccess No(string reason, string? mend = null) => new(false, reason) { Mend = mend };
    }
}
