using System.Diagnostics.CodeAnalysis;

namespace VescUartBoot.Simulator.Faults;

/// <summary>A fault with its trigger and its effect.</summary>
/// <param name="When">Trigger.</param>
/// <param name="What">Effect.</param>
[SuppressMessage("Naming", "CA1724:Type names should not match namespaces", Justification = "No file uses Polly.Simmy and the simulator.")]
public sealed record Fault(FaultTrigger When, FaultAction What)
{
    /// <summary>Each byte is lost with this probability.</summary>
    public static Fault LoseBytes(FaultDirection direction, double chance) => new(new OnByte(direction, 0, chance), new Lose());

    /// <summary>Each byte has one bit flipped with this probability.</summary>
    public static Fault FlipBytes(FaultDirection direction, double chance) => new(new OnByte(direction, 0, chance), new Flip(0, 0));

    /// <summary>Each byte is doubled with this probability.</summary>
    public static Fault DoubleBytes(FaultDirection direction, double chance) => new(new OnByte(direction, 0, chance), new DoubleIt());

    /// <summary>A fault of a reply.</summary>
    /// <param name="command">The first payload byte of the reply, <see langword="null"/> for any.</param>
    /// <param name="occurrence">Occurrence, counted from 1; 0 is every occurrence.</param>
    /// <param name="what">Effect on the reply.</param>
    public static Fault ToReply(byte? command, int occurrence, FaultAction what) =>
        new(new OnFrame(FaultDirection.ToHost, FrameMatch.Command(command), occurrence), what);

    /// <summary>A fault of a request, or at its arrival on the board.</summary>
    /// <param name="command">The first payload byte of the request, <see langword="null"/> for any.</param>
    /// <param name="occurrence">Occurrence, counted from 1; 0 is every occurrence.</param>
    /// <param name="what">What happens.</param>
    public static Fault ToRequest(byte? command, int occurrence, FaultAction what) =>
        new(new OnFrame(FaultDirection.ToBoard, FrameMatch.Command(command), occurrence), what);
}
