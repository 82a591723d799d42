using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Simulator.Commands;

/// <summary>All commands of the boards: number, versions and handler.</summary>
internal static class CommandTable
{
    private static readonly (FirmwareCommands Needs, CommandHandler Handler)?[] Handlers = Make();

    /// <summary>Replies of other device families: they identify themselves, which is enough for a host to ignore them.</summary>
    public static IReadOnlyList<byte> OtherFamilies { get; } = [0, 29, 30, 62, 34];

    /// <summary>Returns the handler of a command, if this firmware has one.</summary>
    public static CommandHandler? Find(byte id, FirmwareProfile firmware) =>
        Handlers[id] is { } entry && (entry.Needs & ~firmware.Commands) == FirmwareCommands.None ? entry.Handler : null;

    private static (FirmwareCommands Needs, CommandHandler Handler)?[] Make()
    {
        var table = new (FirmwareCommands, CommandHandler)?[256];
        void Add(byte id, FirmwareCommands needs, CommandHandler handler) => table[id] = (needs, handler);

        Add(0, FirmwareCommands.None, IdentityCommands.FirmwareVersion);
        Add(157, FirmwareCommands.FirmwareInfo, IdentityCommands.FirmwareInfo);
        Add(30, FirmwareCommands.None, static (_, _, _) => { });
        Add(4, FirmwareCommands.None, ValueCommands.GetValues);
        Add(50, FirmwareCommands.Selective, ValueCommands.GetValuesSelective);
        Add(51, FirmwareCommands.Qml, ValueCommands.GetValuesSetupSelective);
        Add(2, FirmwareCommands.None, FlashCommands.EraseNewApp);
        Add(3, FirmwareCommands.None, FlashCommands.WriteNewAppData);
        Add(73, FirmwareCommands.EraseBootloader, FlashCommands.EraseBootloader);
        Add(118, FirmwareCommands.Qml, CodeCommands.ReadQml);
        Add(120, FirmwareCommands.Qml, CodeCommands.EraseQml);
        Add(121, FirmwareCommands.Qml, CodeCommands.WriteQml);
        Add(130, FirmwareCommands.Lisp, CodeCommands.ReadLisp);
        Add(131, FirmwareCommands.Lisp, CodeCommands.WriteLisp);
        Add(132, FirmwareCommands.Lisp, CodeCommands.EraseLisp);
        Add(92, FirmwareCommands.CustomConfig, PackageCommands.GetLayout);
        Add(93, FirmwareCommands.CustomConfig, PackageCommands.Get);
        Add(95, FirmwareCommands.CustomConfig, PackageCommands.Set);
        Add(81, FirmwareCommands.Lzo, FlashCommands.WriteNewAppDataLzo);
        Add(59, FirmwareCommands.Selective, CanCommands.ToAll(1, 1.0 / 15));
        Add(60, FirmwareCommands.Selective, CanCommands.ToAll(2, 1));
        Add(61, FirmwareCommands.Selective, CanCommands.ToAll(3, 0));
        Add(74, FirmwareCommands.EraseBootloader, CanCommands.ToAll(73, 1));
        Add(82, FirmwareCommands.Lzo, CanCommands.ToAll(81, 0));
        Add(62, FirmwareCommands.Selective, CanCommands.Ping);
        Add(13, FirmwareCommands.None, ConfigurationCommands.SetMotor);
        Add(14, FirmwareCommands.None, ConfigurationCommands.GetMotor);
        Add(15, FirmwareCommands.None, ConfigurationCommands.GetMotorDefault);
        Add(16, FirmwareCommands.None, ConfigurationCommands.SetApplication);
        Add(17, FirmwareCommands.None, ConfigurationCommands.GetApplication);
        Add(18, FirmwareCommands.None, ConfigurationCommands.GetApplicationDefault);
        Add(149, FirmwareCommands.Lisp, ConfigurationCommands.TryApplication);
        Add(20, FirmwareCommands.None, TerminalCommands.OnBlockingThread);
        Add(64, FirmwareCommands.TerminalSync, TerminalCommands.AtOnce);
        Add(66, FirmwareCommands.Probe, ProbeCommands.Connect);
        Add(67, FirmwareCommands.Probe, ProbeCommands.EraseAll);
        Add(68, FirmwareCommands.Probe, ProbeCommands.Write);
        Add(69, FirmwareCommands.Probe, ProbeCommands.Restart);
        Add(70, FirmwareCommands.Probe, ProbeCommands.Release);
        Add(ProbeCommands.MapPins, FirmwareCommands.ProbePins, ProbeCommands.Map);
        Add(72, FirmwareCommands.ProbePins, ProbeCommands.MapRadio);
        Add(80, FirmwareCommands.ProbeRead, ProbeCommands.Read);
        Add(83, FirmwareCommands.ProbeRead | FirmwareCommands.Lzo, ProbeCommands.Refuse);
        Add(116, FirmwareCommands.ProbeHalt, ProbeCommands.Halt);
        Add(125, FirmwareCommands.ProbeHalt, ProbeCommands.Refuse);

        Add(1, FirmwareCommands.None, RestartCommands.JumpToBootloader);
        Add(29, FirmwareCommands.None, RestartCommands.Reboot);
        Add(34, FirmwareCommands.None, CanCommands.Forward);
        return table;
    }
}
