using VescUartBoot.Simulator.Commands;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Flash;

namespace VescUartBoot.Simulator.Boards;

/// <summary>Starts the firmware in the application sectors, from a reset to the open ports.</summary>
internal sealed partial class Machine
{
    private void Boot(ResetCause cause, bool hasBeenRunning)
    {
        LastReset = cause;
        StartedAt = Clock.Now;
        Identity = BoardContents.Identify(Flash, Options);
        if (Identity is not { } identity)
        {
            State = BoardState.Bricked;
            return;
        }

        var firmware = identity.Firmware;
        var check = SimulatedImage.Check(Flash, identity);
        if (check == CheckState.Wrong)
        {
            State = BoardState.Bricked;
            return;
        }

        if (hasBeenRunning)
        {
            if (check == CheckState.Missing)
            {
                Flash.Load(firmware.ImageSize - 8, SimulatedImage.CheckWords(Flash.Read(0, firmware.ImageSize)));
            }

            Open(firmware, identity.Hardware, blockingThreadAfter: TimeSpan.Zero);
            if (Options.DefaultCanId is not null && Options.Flash.IsEmpty)
            {
                ConfigurationCommands.StoreCan(Application!, Options.CanId, Options.CanBaud, Options.CanMode, Options.CanStatus);
            }

            return;
        }

        State = BoardState.Starting;
        if (check == CheckState.Missing)
        {
            After(Timing.FirstStart, () => WriteCheckWords(firmware));
        }
        else
        {
            OpenSettings(() => After(
                Timing.StartToPorts + (firmware.StartsSlowly ? Timing.SlowStart : TimeSpan.Zero),
                () => Open(firmware, identity.Hardware, Timing.PortsToBlockingThread)));
        }
    }

    /// <summary>The first start of an application writes its CRC and resets again.</summary>
    private void WriteCheckWords(FirmwareProfile firmware)
    {
        byte[] words = SimulatedImage.CheckWords(Flash.Read(0, firmware.ImageSize));
        var perByte = Timing.ProgramByte;
        Work(
            new ProgramOperation(firmware.ImageSize - words.Length, words, perByte) { Duration = perByte * words.Length },
            () => Reset(ResetCause.Software));
    }

    /// <summary>A start without stored settings formats the settings sectors and continues with the defaults.</summary>
    private void OpenSettings(Action then)
    {
        var settings = new SettingsPages(Flash);
        if (settings.AreThere)
        {
            then();
            return;
        }

        Work(new EraseOperation([1, 2], Timing) { Duration = Timing.Erase16K * 2 }, () =>
        {
            settings.Mark();
            then();
        });
    }

    private void Open(FirmwareProfile firmware, string hardware, TimeSpan blockingThreadAfter)
    {
        State = BoardState.Running;
        Application = new Application(this, firmware, hardware, Clock.Now + blockingThreadAfter);
        Port.OnApplication(Application);
        Bus.Kick();
    }
}
