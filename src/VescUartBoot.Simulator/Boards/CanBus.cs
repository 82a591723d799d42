namespace VescUartBoot.Simulator;

/// <summary>The bus between a board and those behind it.</summary>
internal sealed class CanBus
{
    private readonly List<Machine> _machines = [];

    public void Join(Machine machine) => _machines.Add(machine);

    public IEnumerable<Machine> Others(Machine machine) => _machines.Where(other => !ReferenceEquals(other, machine));

    /// <summary>Sends a command to a node; its reply comes back as if the first board had answered.</summary>
    public void Forward(Application from, CommandContext context, byte id, byte[] payload)
    {
        if (_machines.Count == 1)
        {
            from.Machine.Record.Drop("no such CAN node");
        }
    }
}
