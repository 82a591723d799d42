using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Flash;

namespace VescUartBoot.Simulator.Boards;

/// <summary>Erase and program operations of the firmware: it releases the motors, then checks nothing.</summary>
internal sealed class FlashWork(Application application)
{
    private static readonly TimeSpan MotorPoll = TimeSpan.FromMilliseconds(100);

    private Machine Machine => application.Machine;

    private FirmwareProfile Firmware => application.Firmware;

    private TimeSpan Overhead => Firmware.SlowWatchdogReload == 0 ? TimeSpan.Zero : Machine.Timing.WatchdogReprogramming;

    /// <summary>Waits for the motors as this version does. Returns false if one did not stop within 3 s.</summary>
    public void Release(CommandContext context, Action<bool> then)
    {
        int motors = Firmware.MotorWait switch
        {
            MotorWait.None => 0,
            MotorWait.Both when Machine.Options.DualMotor => 2,
            _ => 1,
        };
        WaitFor(context, 0, motors, Machine.Timing.MotorWait, Machine.Timing.MotorWait, atRest: true, then);
    }

    /// <summary>Waits for all motors before settings are stored. Returns false if one was not released in time.</summary>
    public void WaitForMotors(CommandContext context, TimeSpan time, Action<bool> then)
    {
        // Firmware without this wait stores while the motor turns.
        int motors = Firmware.StoreWait == TimeSpan.Zero ? 0 : Machine.Options.DualMotor ? 2 : 1;
        WaitFor(context, 0, motors, time, time, atRest: true, then);
    }

    /// <summary>Stores a configuration, then continues.</summary>
    public void Store(CommandContext context, byte kind, ReadOnlyMemory<byte> configuration, Action then)
    {
        var pages = application.Settings;
        var time = Machine.Timing.ProgramByte * (configuration.Length * 2);
        time += pages.HasRoomFor(configuration.Length) ? TimeSpan.Zero : Machine.Timing.Erase16K;
        Run(context, new StoreOperation(pages, kind, configuration) { Duration = time }, _ => then());
    }

    /// <summary>Erases sectors. <paramref name="then"/> receives the result.</summary>
    public void Erase(CommandContext context, IReadOnlyList<int> sectors, bool staysLocked, Action<bool> then)
    {
        if (Fails(context, staysLocked, then))
        {
            return;
        }

        var duration = sectors.Aggregate(TimeSpan.Zero, (sum, sector) => sum + Machine.Timing.Erase(SimulatedFlash.Sectors[sector]));
        var operation = new EraseOperation(sectors, Machine.Timing) { Duration = duration, Neglected = context.Neglected };
        if (context.Cut is { } cut)
        {
            CutErase(sectors, cut.Byte);
            Machine.CutPower();
            Machine.RestorePowerAfter(cut.Back);
            return;
        }

        Run(context, operation, then);
    }

    /// <summary>Programs bytes at an address, whatever its content.</summary>
    /// <param name="context">The command.</param>
    /// <param name="address">Address in the address space.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="codeSector">Sector of the command if it stores code; 0 for an upload.</param>
    /// <param name="then">Receives the result.</param>
    public void Program(CommandContext context, uint address, ReadOnlyMemory<byte> bytes, int codeSector, Action<bool> then)
    {
        if (Fails(context, Firmware.StaysLockedOnFlashError, then))
        {
            return;
        }

        long offset = (long)address - SimulatedFlash.BaseAddress;
        int inside = offset is >= 0 and < SimulatedFlash.Size ? (int)Math.Min(bytes.Length, SimulatedFlash.Size - offset) : 0;
        if (context.Cut is { } cut)
        {
            if (inside > 0)
            {
                Machine.Flash.Program((int)offset, bytes.Span[..Math.Min(cut.Byte, inside)]);
            }

            Machine.CutPower();
            Machine.RestorePowerAfter(cut.Back);
            return;
        }

        if (bytes.Length > 0 && inside == 0)
        {
            Machine.HangInLock(Firmware, $"write of {bytes.Length} bytes at {address:X8}, outside of flash");
            return;
        }

        var operation = new ProgramOperation((int)offset * Math.Sign(inside), bytes[..inside], Machine.Timing.ProgramByte)
        {
            Duration = (Machine.Timing.ProgramByte * inside) + Overhead,
            Neglected = context.Neglected,
        };
        Run(context, operation, ok =>
        {
            if (inside < bytes.Length)
            {
                Machine.HangInLock(Firmware, $"write of {bytes.Length} bytes at {address:X8}, beyond the end of flash");
                return;
            }

            if (inside > 0)
            {
                application.NoteProgrammed((int)offset, inside, codeSector);
            }

            then(ok);
        });
    }

    private void Run(CommandContext context, FlashOperation operation, Action<bool> then)
    {
        Machine.Begin(operation);
        context.Thread.Occupy(operation.Duration, () =>
        {
            Machine.End(operation);
            then(true);
        });
    }

    private void CutErase(IReadOnlyList<int> sectors, int bytes)
    {
        foreach (int sector in sectors)
        {
            int size = SimulatedFlash.Sectors[sector].Size;
            if (bytes < size)
            {
                Machine.Flash.EraseHalfway(sector, ref Machine.Chance, (double)bytes / size);
                return;
            }

            Machine.Flash.Erase(sector);
            bytes -= size;
        }
    }

    /// <summary>Handles an error flag of the flash controller: the reply has ok=0, and in versions with the old bug the watchdog stays
    /// slow.</summary>
    private bool Fails(CommandContext context, bool staysLocked, Action<bool> then)
    {
        if (!context.IsRefused)
        {
            return false;
        }

        application.WatchdogStaysSlow |= staysLocked;
        context.Thread.Occupy(Overhead, () => then(false));
        return true;
    }

    private void WaitFor(CommandContext context, int motor, int motors, TimeSpan each, TimeSpan left, bool atRest, Action<bool> then)
    {
        if (motor == motors)
        {
            then(atRest);
        }
        else if (!Machine.Motors[motor].Held)
        {
            WaitFor(context, motor + 1, motors, each, each, atRest, then);
        }
        else if (left <= TimeSpan.Zero)
        {
            WaitFor(context, motor + 1, motors, each, each, atRest: false, then);
        }
        else
        {
            var step = left < MotorPoll ? left : MotorPoll;
            context.Thread.Occupy(step, () => WaitFor(context, motor, motors, each, left - step, atRest, then));
        }
    }
}
