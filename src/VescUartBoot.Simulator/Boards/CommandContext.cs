namespace VescUartBoot.Simulator.Boards;

/// <summary>A command being executed: its sender, its motor and the faults that apply to it.</summary>
internal sealed class CommandContext(Application application, CommandThread thread, Action<byte[]> send)
{
    public CommandThread Thread { get; } = thread;

    /// <summary>Number of the motor; 2 for a command forwarded to the second motor of the same chip.</summary>
    public int Motor { get; init; } = 1;

    /// <summary>Whether flash refuses the operation.</summary>
    public bool IsRefused { get; set; }

    /// <summary>Share of the bits that flash leaves unchanged although it reports ok.</summary>
    public double Neglected { get; set; }

    /// <summary>Number of bytes of flash work after which the power fails.</summary>
    public (int Byte, TimeSpan? Back)? Cut { get; set; }

    /// <summary>Sends a reply to the sender of the command.</summary>
    public void Reply(params ReadOnlySpan<byte> payload)
    {
        if (application.IsAlive)
        {
            send(payload.ToArray());
        }
    }

    /// <summary>The same command for the second motor.</summary>
    public CommandContext ForSecondMotor() =>
        new(application, Thread, send) { Motor = 2, IsRefused = IsRefused, Neglected = Neglected, Cut = Cut };
}
