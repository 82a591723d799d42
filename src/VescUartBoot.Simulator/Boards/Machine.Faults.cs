using VescUartBoot.Simulator.Can;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Simulator.Boards;

// Effects of a fault script on the board.
internal sealed partial class Machine
{
    /// <summary>Applies a fault to the board.</summary>
    public void Suffer(FaultAction accident)
    {
        switch (accident)
        {
            case PullCable pull when !IsFirst:
                Can.Plug(false);
                if (pull.Back is { } plugAfter)
                {
                    Clock.After(plugAfter, () => Can.Plug(true));
                }

                break;
            case PullCable pull:
                Port.Unplug(pull.Back);
                if (Options.UsbPowered)
                {
                    CutPower();
                }

                break;
            case CutPower cut:
                CutPower();
                RestorePowerAfter(cut.Back);
                break;
            case SetMotor motor:
                Motors[0].Held = motor.Held;
                Motors[0].Erpm = motor.Erpm;
                break;
            case StorePackageData package:
                if (Application?.Firmware is { NvmSector: > 0 } firmware)
                {
                    Flash.Program(SimulatedFlash.Sectors[firmware.NvmSector].Offset + package.Offset, package.Data.Span);
                }

                break;
            case LooseWire loose:
                Wires?.Loosen(loose.Back);
                break;
            case SetVoltage voltage:
                Voltage = voltage.Volts;
                break;
            case RaiseFault fault:
                FaultCode = fault.Code;
                break;
            case PrintText print:
                Application?.Print(print.Text);
                break;
            case SendPacket packet:
                Application?.SendToHost(packet.Payload.Span);
                break;
            case ResetBoard:
                if (State != BoardState.Off)
                {
                    NoteBrokenCopy();
                    Reset(ResetCause.Pin);
                }

                break;
            default:
                throw new SimulatorException(
                    $"{accident.GetType().Name} cannot happen here: it is a fault of bytes or of one erase or write.");
        }
    }

    /// <summary>Applies a fault at a given board time.</summary>
    public void SufferAt(TimeSpan time, FaultAction accident) => _timedFaults.Add(Clock.At(time, () =>
    {
        Faults.CountStruck();
        Suffer(accident);
    }));

    /// <summary>Removes all faults and restores what they disconnected.</summary>
    public void EndFaults()
    {
        Faults.Clear();
        _timedFaults.ForEach(timed => timed.Cancel());
        _timedFaults.Clear();
        Array.ForEach(Motors, motor => (motor.Held, motor.Erpm) = (false, 0));
        (Voltage, FaultCode) = SupplyOf(Options);
        if (!Port.IsPlugged)
        {
            Port.Plug();
        }

        Can.Plug(true);
        if (Wires is { } wires)
        {
            wires.IsLoose = false;
        }

        RestorePower();
    }
}
