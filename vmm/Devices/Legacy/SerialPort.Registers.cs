namespace Kiln.Vmm.Devices.Legacy;

// The behavior of each register. Everything here runs under the port's lock.
internal sealed partial class SerialPort
{
    private bool DivisorSelected => (_lineControl & DivisorAccess) != 0;

    private bool LoopedBack => (_modemControl & Loopback) != 0;

    private byte ReadRegister(SerialRegister register) => register switch
    {
        SerialRegister.Data => DivisorSelected ? (byte)_divisor : TakeReceived(),
        SerialRegister.InterruptEnable => DivisorSelected ? (byte)(_divisor >> 8) : _interruptEnable,
        SerialRegister.InterruptIdentification => TakeInterruptIdentification(),
        SerialRegister.LineControl => _lineControl,
        SerialRegister.ModemControl => _modemControl,
        SerialRegister.LineStatus => _lineStatus,
        SerialRegister.ModemStatus => LoopedBack ? LoopedBackModemStatus() : ModemConnected,
        SerialRegister.Scratch => _scratch,
        _ => 0,
    };

    // Writes to FIFO control and to the two status registers have no effect that a guest could notice.
    private void WriteRegister(SerialRegister register, byte value)
    {
        switch (register)
        {
            case SerialRegister.Data when DivisorSelected:
                _divisor = (ushort)((_divisor & 0xFF00) | value);
                break;
            case SerialRegister.Data:
                Transmit(value);
                break;
            case SerialRegister.InterruptEnable when DivisorSelected:
                _divisor = (ushort)((_divisor & 0x00FF) | (value << 8));
                break;
            case SerialRegister.InterruptEnable:
                _interruptEnable = (byte)(value & InterruptEnableBits);
                break;
            case SerialRegister.LineControl:
                _lineControl = value;
                break;
            case SerialRegister.ModemControl:
                _modemControl = value;
                break;
            case SerialRegister.Scratch:
                _scratch = value;
                break;
            default:
                break;
        }
    }

    private void Transmit(byte value)
    {
        if (LoopedBack)
        {
            if (!Receive(value))
            {
                _metrics.MissedWrites.Increment();
            }
            return;
        }
        _sink.Put(value);
        _metrics.Writes.Increment();
        Announce(TransmitInterruptEnable, TransmitterEmpty);
    }

    private bool Receive(byte value)
    {
        if (!_received.TryPut(value))
        {
            return false;
        }
        _lineStatus |= DataReady;
        Announce(ReceivedInterruptEnable, ReceivedData);
        return true;
    }

    private void Announce(byte enable, byte identification)
    {
        if ((_interruptEnable & enable) != 0)
        {
            _interruptIdentification = (byte)((_interruptIdentification & ~NoInterrupt) | identification);
            _interrupt.Raise();
        }
    }

    private byte TakeReceived()
    {
        if (_received.Count > 0)
        {
            _metrics.Reads.Increment();
        }
        byte value = _received.Take();
        ClearInterrupt(ReceivedData);
        if (_received.Count == 0)
        {
            _lineStatus &= unchecked((byte)~DataReady);
        }
        RaiseIfEmptied();
        return value;
    }

    private void RaiseIfEmptied()
    {
        if (_roomWanted && _received.Count == 0)
        {
            _roomWanted = false;
            _room.Raise();
        }
    }

    private byte TakeInterruptIdentification()
    {
        byte value = (byte)(_interruptIdentification | FifosEnabled);
        _interruptIdentification = NoInterrupt;
        return value;
    }

    private void ClearInterrupt(byte identification)
    {
        _interruptIdentification &= (byte)~identification;
        if (_interruptIdentification == 0)
        {
            _interruptIdentification = NoInterrupt;
        }
    }

    // In loopback mode each modem control output drives the status input that it is wired to: DTR to DSR, RTS to CTS, OUT1 to RI, OUT2 to DCD.
    private byte LoopedBackModemStatus() => (byte)(
        ((_modemControl & 0x01) << 5) | ((_modemControl & 0x02) << 3) | ((_modemControl & 0x04) << 4) | ((_modemControl & 0x08) << 4));
}
