using System.Buffers.Binary;
using VescUartBoot.Boards;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Reads the stored code of a board with its ordinary read command.</summary>
internal sealed class ScriptReader(Board board, CodeSector sector)
{
    private const int Reads = 3;

    /// <summary>Reads the length of header and code in bytes; 0 if there is no readable code.</summary>
    public async Task<(int Length, ScriptContent Otherwise)> MeasureAsync(CancellationToken cancellationToken)
    {
        var state = await FlashAccess.ProbeAsync(board, sector, cancellationToken).ConfigureAwait(false);
        switch (state)
        {
            case StoreState.Nothing or StoreState.EmptyQml:
                return (0, new ScriptContent(null, true, null));

            case StoreState.Silent:
                return (0, new ScriptContent(null, false, "the question for it stayed unanswered"));

            case StoreState.Foreign:
                return (0, new ScriptContent(null, false, "it is compiled into the firmware, or its header does not fit"));
        }

        byte[] header = new byte[ReadCodeRequest.HeaderLength];
        var reply = await board.SendAsync(ReadCodeRequest.Header(sector.Store, header), cancellationToken).ConfigureAwait(false);
        uint size = BinaryPrimitives.ReadUInt32BigEndian(header);
        return reply.NothingStored || size == 0 ? (0, new ScriptContent(null, true, null))
            : size != (uint)reply.Total || size > (uint)sector.MaxCode ? (0, new ScriptContent(null, false, "its header does not fit"))
            : (ReadCodeRequest.HeaderLength + (int)size, default);
    }

    /// <summary>Reads header and code of the given length.</summary>
    public async Task<ScriptContent> ReadAsync(int length, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var reader = new FlashReader(board, sector);
        byte[] bytes = new byte[length];
        for (int read = 1; read <= Reads; read++)
        {
            try
            {
                await reader.ReadCodeAsync(bytes.AsMemory(ReadCodeRequest.HeaderLength), progress, cancellationToken).ConfigureAwait(false);

                // Read last: by now the code has displaced the old content of the flash cache.
                await board.SendAsync(ReadCodeRequest.Header(sector.Store, bytes), cancellationToken).ConfigureAwait(false);
            }
            catch (ReplyTimeoutException e)
            {
                await board.AskWhetherItListensAsync(cancellationToken).ConfigureAwait(false);
                return new ScriptContent(null, false, e.Message);
            }

            if (StoredCode.TryParse(sector.Store, bytes) is { } code)
            {
                return new ScriptContent(code, false, null);
            }
        }

        return new ScriptContent(null, false, "its checksum does not fit what was read");
    }
}
