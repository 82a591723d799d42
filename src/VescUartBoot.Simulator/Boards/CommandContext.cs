namespace VescUartBoot.Simulator.Boards;

/// <summary>A command at work: who asked, for which motor, and what is to go wrong with it.</summary>
internal sealed class CommandContext(Application application, CommandThread thread, Action<byte[]> send)
{
    public CommandThread Thread { get; } = thread;

    /// <summary>2 for a command that was forwarded to the second motor of the same chip.</summary>
    public int Motor { get; init; } = 1;

    /// <summary>Whether the flash will say no.</summary>
    public bool IsRefused { get; set; }

    /// <summary>The share of the bits that flash leaves as they were, and says ok.</summary>
    public double Neglected { get; set; }

    /// <summary>After how many bytes of its flash work the power goes.</summary>
    public (int Byte, TimeSpan? Back)? Cut { get; set; }

    /// <summary>Sends a reply to where the command came from.</summary>
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
