using VescUartBoot.Interop;

namespace VescUartBoot.Links;

/// <summary>Determines why the current user may not open a port.</summary>
internal static class PortPermission
{
    /// <summary>A line for /etc/udev/rules.d that gives the user at the machine access to a port: by its USB ids, or by its name if it has
    /// none.</summary>
    internal static string UdevRule(string path, ushort? vendorId, ushort? productId) => vendorId is null || productId is null
        ? $"KERNEL==\"{Path.GetFileName(path)}\", SUBSYSTEM==\"tty\", TAG+=\"uaccess\""
        : $"SUBSYSTEM==\"tty\", ATTRS{{idVendor}}==\"{vendorId:x4}\", ATTRS{{idProduct}}==\"{productId:x4}\", TAG+=\"uaccess\"";

    /// <summary>Determines the access rights of the current user to the port.</summary>
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

    internal static SerialPortAccess Judge(
        string path, DeviceNode? node, bool rightsSuffice, string udevRule, string userName, IEnumerable<string> groupLines)
    {
        if (node is not { } known)
        {
            return No(PortAccessProblem.NotVisible, $"You may not open {path}, nor see whose it is.");
        }

        if (rightsSuffice)
        {
            return No(
                PortAccessProblem.Confined,
                $"The system refuses to open {path} although you have the right to it: a container or a security module denies it.");
        }

        if (known.IsPseudoTerminal)
        {
            return No(PortAccessProblem.PseudoTerminal, $"You may not open {path}: it is a pseudo-terminal of another user.");
        }

        if (!known.GroupMayUse || known.GroupId == 0)
        {
            return No(PortAccessProblem.OwnerOnly, $"You may not open {path}, only its owner may.") with { UdevRule = udevRule };
        }

        string[]? group = groupLines.Select(line => line.Split(':'))
            .FirstOrDefault(fields => fields.Length >= 4 && uint.TryParse(fields[2], out uint id) && id == known.GroupId);
        if (group is null)
        {
            return No(
                PortAccessProblem.UnnamedGroup,
                $"You may not open {path}; it belongs to the group number {known.GroupId}, which has no name here (a container?).");
        }

        if (group[3].Split(',').Contains(userName))
        {
            return No(
                PortAccessProblem.NewMember,
                $"You may not open {path} yet: you were added to its group '{group[0]}' after this session began.") with
            { Group = group[0] };
        }

        return No(PortAccessProblem.NotInGroup,
            $"You may not open {path}, which belongs to the group '{group[0]}'.") with
        { Group = group[0] };

        static SerialPortAccess No(PortAccessProblem problem, string reason) => new(false, reason) { Problem = problem };
    }
}
