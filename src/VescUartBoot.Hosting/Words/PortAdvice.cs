using VescUartBoot.Links;

namespace VescUartBoot.Hosting.Words;

/// <summary>The next step if a port could not be opened, by the information of the system.</summary>
internal static class PortAdvice
{
    /// <summary>Next step if another program uses the port.</summary>
    public const string Busy = "end the other program, or wait for it with --wait SECONDS";

    /// <summary>Returns the printed code of a failure.</summary>
    public static string CodeOf(LinkOpenFailure failure) => failure switch
    {
        LinkOpenFailure.NotFound => "portNotFound",
        LinkOpenFailure.NoPermission => "portNoPermission",
        LinkOpenFailure.Busy => "portBusy",
        LinkOpenFailure.NotATerminal => "portNotSerial",
        LinkOpenFailure.Unreachable => "hostUnreachable",
        _ => "portFailed",
    };

    /// <summary>Returns the next step after a link could not be opened.</summary>
    public static string After(LinkOpenException failure) => failure switch
    {
        { Failure: LinkOpenFailure.Busy, Holders.Count: 0 } =>
            $"sudo {(OperatingSystem.IsMacOS() ? "lsof" : "fuser -v")} {Advice.Quoted(failure.LinkName)} shows the program; end it, or "
            + "wait for it "
                + "with --wait SECONDS",
        { Failure: LinkOpenFailure.Busy, Holders: { } holders } when holders.Any(holder => holder.ProcessName == "ModemManager") =>
            "it probes every new port for about 20 s: wait with --wait 30, or stop it: sudo systemctl stop ModemManager",
        { Failure: LinkOpenFailure.Busy } => Busy,
        { Failure: LinkOpenFailure.NoPermission, Access: { } access } when StepFor(access, failure.LinkName) is { } step =>
            $"{step}; then run the same command again",
        { Failure: LinkOpenFailure.NoPermission } => "vescboot doctor finds the cause",
        { Failure: LinkOpenFailure.Unreachable } => "start what should listen there, then run the same command again",
        _ => "vescboot ports lists the ports",
    };

    /// <summary>Returns the reason why a port may not be opened and the next step, in one sentence.</summary>
    public static string? Sentence(SerialPortAccess access, string path) =>
        StepFor(access, path) is { } step ? $"{access.Reason!.TrimEnd('.')}; {step}." : access.Reason;

    /// <summary>Returns the command that grants access to a port on this machine, if there is one.</summary>
    public static string? CommandFor(SerialPortAccess access) => access.Problem switch
    {
        PortAccessProblem.NewMember => $"newgrp {access.Group}",
        PortAccessProblem.NotInGroup => $"sudo usermod -aG {access.Group} $USER",
        _ => null,
    };

    private static string? StepFor(SerialPortAccess access, string path) => access.Problem switch
    {
        PortAccessProblem.NotVisible => "ask the administrator of this machine",
        PortAccessProblem.Confined => $"start a container with --device={path}",
        PortAccessProblem.PseudoTerminal => "run both programs as the same user",
        // Without spaces, so that the rule stays on one line of a screen.
        PortAccessProblem.OwnerOnly => $"put the line {access.UdevRule?.Replace(", ", ",", StringComparison.Ordinal)} into "
            + "/etc/udev/rules.d/70-vesc.rules and plug the board in again",
        PortAccessProblem.UnnamedGroup => "run as a user of that group",
        PortAccessProblem.NewMember => "log out and in again",
        PortAccessProblem.NotInGroup => $"run {CommandFor(access)}, then log out and in again",
        _ => null,
    };
}
