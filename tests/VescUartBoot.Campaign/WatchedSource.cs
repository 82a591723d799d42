using VescUartBoot.Links;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Links;

namespace VescUartBoot.Campaign;

/// <summary>The port of a job: all that goes out on it is looked at, and another board may take over its name.</summary>
/// <param name="home">The board of the job.</param>
/// <param name="foreign">The board that is on the port from the next opening on, if <see cref="Swap"/> was called.</param>
/// <param name="conversation">Looks at the frames.</param>
internal sealed class WatchedSource(SimulatedBoard home, Func<SimulatedBoard> foreign, Conversation conversation) : ILinkSource
{
    private readonly SimulatedLinkSource _home = home.CreateLinkSource();
    private SimulatedLinkSource? _foreign;
    private bool _swapped;

    public string Name => _home.Name;

    /// <summary>Who opens the port from now on finds another board there.</summary>
    public void Swap() => _swapped = true;

    public async ValueTask<ILink> OpenAsync(CancellationToken cancellationToken)
    {
        if (!_swapped)
        {
            return new WatchedLink(await _home.OpenAsync(cancellationToken).ConfigureAwait(false), conversation.ToHome);
        }

        _foreign ??= foreign().CreateLinkSource(Name);
        return new WatchedLink(await _foreign.OpenAsync(cancellationToken).ConfigureAwait(false), conversation.ToForeign);
    }
}
