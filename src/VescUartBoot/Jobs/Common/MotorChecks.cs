using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Common;

/// <summary>Three checks of the motors within 200 ms, the last one before anything is written. Flash may be read between them.</summary>
internal sealed class MotorChecks
{
    private const int Looks = 3;

    // Number of bytes read at once until the last check: some more requests than a fast link has in flight.
    private const int Piece = 16 * ReadCodeRequest.MaxLength;

    private static readonly TimeSpan _between = TimeSpan.FromMilliseconds(100);

    // An answer takes less on a fast link.
    private static readonly TimeSpan _soon = TimeSpan.FromMilliseconds(5);

    private readonly JobRun _session;
    private readonly MotorSampler? _sampler;
    private int _taken;

    private MotorChecks(JobRun session, MotorSampler? sampler) => (_session, _sampler) = (session, sampler);

    private bool IsDone => _taken >= Looks || _sampler is null;

    /// <summary>For steps whose caller has done all checks.</summary>
    public static MotorChecks AllTaken(JobRun session) => new(session, sampler: null);

    /// <summary>Checks the given sample; the other checks are due 100 ms apart.</summary>
    public static MotorChecks BeginWith(MotorSampler first, JobRun session)
    {
        var looks = new MotorChecks(session, first);
        looks.Judge();
        return looks;
    }

    /// <summary>Does the remaining checks when they are due.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        while (!IsDone)
        {
            await LookAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Does the checks that become due while requests are waited for that the firmware does not answer.</summary>
    public async Task<T> AwaitMeanwhileAsync<T>(Task<T> requests, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAny(requests, Task.Delay(_soon, _session.Board.Time, cancellationToken)).ConfigureAwait(false);
            while (!requests.IsCompleted && !IsDone)
            {
                await LookAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await ((Task)requests).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await requests.ConfigureAwait(false);
    }

    /// <summary>Reads flash, and does each check that becomes due between two pieces.</summary>
    public async Task<byte[]> ReadMeanwhileAsync(FlashRange range, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        byte[] content = new byte[range.Length];
        for (int done = 0; done < content.Length;)
        {
            if (!IsDone && _sampler!.IsDue(_between))
            {
                await LookAsync(cancellationToken).ConfigureAwait(false);
            }

            int before = done;
            int length = IsDone ? content.Length - done : Math.Min(Piece, content.Length - done);
            var whole = progress is null ? null : new SynchronousProgress<long>(read => progress.Report(before + read));
            await _session.Path!.ReadAsync(range.Start.Plus(done), content.AsMemory(done, length), whole,
                cancellationToken).ConfigureAwait(false);
            done += length;
        }

        return content;
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await _sampler!.NextAsync(_between, cancellationToken).ConfigureAwait(false);
        Judge();
    }

    private void Judge()
    {
        _taken++;
        foreach (var (motor, values) in _sampler!.Latest)
        {
            Preflight.RequireFit(_session, motor, values, _taken);
        }

        if (_sampler.Latest.Count == 0)
        {
            Preflight.RequireNoMinimum(_session);
            _taken = Looks;
        }
    }
}
