namespace VescUartBoot.Simulator.Wire;

/// <summary>The receiver of firmware up to 3.40: byte by byte; a frame read as the payload of another is lost.</summary>
internal sealed class StateMachineReceiver(int maxPayload, TimeSpan? idle) : IDeviceReceiver
{
    private readonly byte[] _payload = new byte[maxPayload + 8];
    private State _state;
    private int _length;
    private int _count;
    private int _crc;
    private bool _complete;
    private TimeSpan _last;

    private enum State
    {
        Start,
        LengthHigh,
        Length,
        Payload,
        CrcHigh,
        CrcLow,
        Stop,
    }

    public void Append(byte value, TimeSpan now)
    {
        if (idle is { } limit && now - _last > limit)
        {
            _state = State.Start;
        }

        _last = now;
        switch (_state)
        {
            case State.Start:
                _length = 0;
                _state = value switch { 2 => State.Length, 3 => State.LengthHigh, _ => State.Start };
                break;
            case State.LengthHigh:
                _length = value << 8;
                _state = State.Length;
                break;
            case State.Length:
                _length |= value;
                _count = 0;
                _state = _length > 0 && _length <= maxPayload ? State.Payload : State.Start;
                break;
            case State.Payload:
                _payload[_count++] = value;
                _state = _count == _length ? State.CrcHigh : State.Payload;
                break;
            case State.CrcHigh:
                _crc = value << 8;
                _state = State.CrcLow;
                break;
            case State.CrcLow:
                _crc |= value;
                _state = State.Stop;
                break;
            default:
                _complete = value == 3 && Crc16.Of(_payload.AsSpan(0, _length)) == _crc;
                _state = State.Start;
                break;
        }
    }

    public bool TryTake(out DeviceFrame frame)
    {
        frame = new DeviceFrame(_payload, 0, _length);
        bool complete = _complete;
        _complete = false;
        return complete;
    }
}
