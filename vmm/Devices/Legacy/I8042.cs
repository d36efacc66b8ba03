using System.Threading;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Devices.Legacy;

/// <summary>
/// The i8042 keyboard controller, as far as guests use it: the reset command, the command byte and the output port. Its keyboard acknowledges every
/// command. Any vCPU may access it, so each access holds a spin lock for a few instructions.
/// </summary>
/// <param name="reset">Raised by command 0xFE, which resets the machine.</param>
/// <param name="interrupt">The keyboard interrupt, raised when a byte can be read.</param>
internal sealed partial class I8042(IInterruptLine reset, IInterruptLine interrupt, I8042Metrics metrics) : IBusDevice, IKeyboard
{
    /// <summary>The number of its I/O ports: the first is data, the fifth command and status.</summary>
    internal const ulong PortCount = 5;

    private const ulong DataPort = 0;
    private const ulong CommandPort = 4;

    private const byte ReadControl = 0x20;
    private const byte WriteControl = 0x60;
    private const byte ReadOutputPort = 0xD0;
    private const byte WriteOutputPort = 0xD1;
    private const byte PulseReset = 0xFE;
    private const byte NoCommand = 0;

    private const byte KeyboardEnabled = 0x10;
    private const byte OutputFull = 0x01;
    private const byte CommandPending = 0x08;
    private const byte KeyboardInterruptEnable = 0x01;
    private const byte Acknowledge = 0xFA;

    // Scan codes of set 2: left control, left alt, and delete with its prefix.
    private static ReadOnlySpan<byte> CtrlAltDel => [0x14, 0x11, 0xE0, 0x71];

    // Bytes queued for the guest. The real controller holds one, Firecracker's sixteen.
    private const int Capacity = 16;

    private SpinLock _lock = new(enableThreadOwnerTracking: false);
    private readonly byte[] _waiting = new byte[Capacity];
    private int _first;
    private int _count;
    private byte _status = KeyboardEnabled;
    private byte _control = 0x05;
    private byte _outputPort;
    private byte _command = NoCommand;

    /// <inheritdoc/>
    public bool TryPressCtrlAltDel()
    {
        bool taken = false;
        _lock.Enter(ref taken);
        bool room = Capacity - _count >= CtrlAltDel.Length;
        if (room)
        {
            foreach (byte code in CtrlAltDel)
            {
                Answer(code);
            }
        }
        _lock.Exit();
        return room;
    }

    /// <inheritdoc/>
    public void Read(ulong offset, Span<byte> data)
    {
        if (data.Length != 1 || offset is not (DataPort or CommandPort))
        {
            metrics.MissedReads.Increment();
            return;
        }
        metrics.Reads.Increment();
        bool taken = false;
        _lock.Enter(ref taken);
        data[0] = offset == DataPort ? Take() : _status;
        _lock.Exit();
    }

    /// <inheritdoc/>
    public void Write(ulong offset, ReadOnlySpan<byte> data)
    {
        if (data.Length != 1 || offset is not (DataPort or CommandPort))
        {
            metrics.MissedWrites.Increment();
            return;
        }
        metrics.Writes.Increment();
        bool taken = false;
        _lock.Enter(ref taken);
        if (offset == CommandPort)
        {
            Command(data[0]);
        }
        else
        {
            Data(data[0]);
        }
        _lock.Exit();
    }

    private void Command(byte command)
    {
        switch (command)
        {
            case ReadControl:
                Answer(_control);
                break;
            case ReadOutputPort:
                Answer(_outputPort);
                break;
            case WriteControl or WriteOutputPort:
                Flush();
                _command = command;
                _status |= CommandPending;
                break;
            case PulseReset:
                metrics.Resets.Increment();
                reset.Raise();
                break;
            default:
                break;
        }
    }

    private void Data(byte value)
    {
        switch (_command)
        {
            case WriteControl:
                _control = value;
                break;
            case WriteOutputPort:
                _outputPort = value;
                break;
            default:
                Flush();
                Answer(Acknowledge);
                break;
        }
        _command = NoCommand;
        _status &= unchecked((byte)~CommandPending);
    }

    private void Answer(byte value)
    {
        if (_count < Capacity)
        {
            _waiting[(_first + _count++) % Capacity] = value;
            _status |= OutputFull;
            RaiseIfEnabled();
        }
    }

    private byte Take()
    {
        if (_count == 0)
        {
            return 0;
        }
        byte value = _waiting[_first];
        _first = (_first + 1) % Capacity;
        if (--_count == 0)
        {
            _status &= unchecked((byte)~OutputFull);
        }
        else
        {
            RaiseIfEnabled();
        }
        return value;
    }

    private void Flush()
    {
        _count = 0;
        _status &= unchecked((byte)~OutputFull);
    }

    private void RaiseIfEnabled()
    {
        if ((_control & KeyboardInterruptEnable) != 0)
        {
            interrupt.Raise();
        }
    }
}
