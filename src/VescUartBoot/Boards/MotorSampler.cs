using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Samples the motor of a board, and the second motor on the same chip if there is one.</summary>
/// <remarks>For the detection of a second motor see <see cref="SecondMotor"/>. A sample that is answered after the query proves that there
/// is no second motor.</remarks>
internal sealed class MotorSampler
{
    private readonly Board _board;
    private long _sampled;
    private bool _selective;
    private bool _secondFound;

    private MotorSampler(Board board) =>
        (_board, _selective, _secondFound) = (board, board.Capabilities.SelectiveValues, board.KnownSecondId is not null);

    /// <summary>The last sample of each motor; empty if the firmware reports none.</summary>
    public IReadOnlyList<(string Motor, MotorValues Values)> Latest { get; private set; } = [];

    /// <summary>The CAN id of a possible second motor; <see langword="null"/> if it could not be distinguished from another
    /// board.</summary>
    public byte? SecondId { get; private set; }

    /// <summary>Takes the first sample.</summary>
    public static async Task<MotorSampler> StartAsync(Board board, CancellationToken cancellationToken)
    {
        var sampler = new MotorSampler(board);
        await sampler.SampleAsync(cancellationToken).ConfigureAwait(false);
        return sampler;
    }

    /// <summary>Whether <paramref name="interval"/> has passed since the last sample.</summary>
    public bool IsDue(TimeSpan interval) => _board.Time.GetElapsedTime(_sampled) >= interval;

    /// <summary>Takes the next sample, not earlier than <paramref name="interval"/> after the one before.</summary>
    public async Task NextAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        // The query for a second motor stays open during the interval; the sample ends it.
        var second = IsThereASecondMotorAsync(cancellationToken);
        var wait = interval - _board.Time.GetElapsedTime(_sampled);
        var least = _board.PauseWithoutAnswer;
        await Task.Delay(wait > least ? wait : least, _board.Time, cancellationToken).ConfigureAwait(false);

        await SampleAsync(cancellationToken).ConfigureAwait(false);
        if (await second.ConfigureAwait(false) && !_secondFound)
        {
            _secondFound = true;
            await SampleAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SampleAsync(CancellationToken cancellationToken)
    {
        var samples = new List<(string, MotorValues)>(2);
        _sampled = _board.Time.GetTimestamp();
        if (await AskValuesAsync(cancellationToken).ConfigureAwait(false) is { } own)
        {
            samples.Add(("the motor", own));
            SecondId = _board.IsBehindCan ? _board.KnownSecondId
                : _selective && _board.Identity.Uuid is not null ? SecondMotor.IdNextTo(own)
                : null;
        }

        if (_secondFound)
        {
            var request = new ForwardCanRequest<GetValuesSelectiveRequest, MotorValues>(SecondId!.Value, default);
            samples.Add(("the second motor", await _board.SendAsync(request, cancellationToken).ConfigureAwait(false)));
        }

        Latest = samples;
    }

    private async Task<MotorValues?> AskValuesAsync(CancellationToken cancellationToken)
    {
        if (_selective)
        {
            try
            {
                return await _board.SendAsync(new GetValuesSelectiveRequest(), cancellationToken).ConfigureAwait(false);
            }
            catch (ReplyTimeoutException) when (!_board.Capabilities.IsKnown)
            {
                // The version number of a fork proves nothing: the fork may be made from firmware without selective values.
                _selective = false;
            }
        }

        try
        {
            return await _board.SendAsync(new GetValuesRequest(), cancellationToken).ConfigureAwait(false);
        }
        catch (ReplyTimeoutException) when (!_board.Capabilities.IsKnown)
        {
            return null;
        }
    }

    private Task<bool> IsThereASecondMotorAsync(CancellationToken cancellationToken) =>
        _secondFound || SecondId is not { } id ? Task.FromResult(_secondFound) : SecondMotor.AskAsync(_board, id, cancellationToken);
}
