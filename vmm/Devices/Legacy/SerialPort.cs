using System.Threading;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Devices.Legacy;

/// <summary>
/// A 16550A serial port (National Semiconductor PC16550D): registers, receive FIFO, loopback, interrupts. vCPU threads access registers while the
/// vmm thread queues input, so both hold a spin lock for a few instructions.
/// </summary>
internal sealed partial class SerialPort : IBusDevice, IConsoleInputPort
{
    /// <summary>The number of its I/O ports.</summary>
    internal const ulong PortCount = 8;

    private const byte InterruptEnableBits = 0x0F;
    private const byte ReceivedInterruptEnable = 0x01;
    private const byte TransmitInterruptEnable = 0x02;

    private const byte NoInterrupt = 0x01;
    private const byte TransmitterEmpty = 0x02;
    private const byte ReceivedData = 0x04;
    private const byte FifosEnabled = 0xC0;

    private const byte DivisorAccess = 0x80;
    private const byte Loopback = 0x10;
    private const byte DataReady = 0x01;

    // The transmitter and its holding register are always empty, since bytes are sent at once.
    private const byte LineIdle = 0x60;

    // Carrier detect, data set ready, clear to send: as if a terminal were always connected.
    private const byte ModemConnected = 0xB0;

    private readonly IConsoleSink _sink;
    private readonly IInterruptLine _interrupt;
    private readonly IInterruptLine _room;
    private readonly UartMetrics _metrics;
    private SpinLock _lock = new(enableThreadOwnerTracking: false);
    private ReceiveFifo _received = new();
    private ushort _divisor = 12;
    private byte _interruptEnable;
    private byte _interruptIdentification = NoInterrupt;
    private byte _lineControl = 0x03;
    private byte _lineStatus = LineIdle;
    private byte _modemControl = 0x08;
    private byte _scratch;
    private bool _roomWanted;

    /// <summary>Creates a port in its reset state.</summary>
    /// <param name="sink">Receives the transmitted bytes.</param>
    /// <param name="room">Raised when the guest has emptied the receive FIFO after a call to <see cref="RequestRoom"/>.</param>
    internal SerialPort(IConsoleSink sink, IInterruptLine interrupt, IInterruptLine room, UartMetrics metrics)
    {
        _sink = sink;
        _interrupt = interrupt;
        _room = room;
        _metrics = metrics;
    }

    /// <inheritdoc/>
    public int Free
    {
        get
        {
            bool taken = false;
            _lock.Enter(ref taken);
            int free = _received.Free;
            _lock.Exit();
            return free;
        }
    }

    /// <inheritdoc/>
    public int Put(ReadOnlySpan<byte> bytes)
    {
        int count = 0;
        bool taken = false;
        _lock.Enter(ref taken);
        while (count < bytes.Length && Receive(bytes[count]))
        {
            count++;
        }
        _lock.Exit();
        return count;
    }

    /// <inheritdoc/>
    public void RequestRoom()
    {
        bool taken = false;
        _lock.Enter(ref taken);
        _roomWanted = true;
        RaiseIfEmptied();
        _lock.Exit();
    }

    /// <inheritdoc/>
    public void Read(ulong offset, Span<byte> data)
    {
        // A 16550A has byte-wide registers only.
        if (data.Length != 1)
        {
            _metrics.MissedReads.Increment();
            return;
        }
        bool taken = false;
        _lock.Enter(ref taken);
        data[0] = ReadRegister((SerialRegister)offset);
        _lock.Exit();
    }

    /// <inheritdoc/>
    public void Write(ulong offset, ReadOnlySpan<byte> data)
    {
        if (data.Length != 1)
        {
            _metrics.MissedWrites.Increment();
            return;
        }
        bool taken = false;
        _lock.Enter(ref taken);
        WriteRegister((SerialRegister)offset, data[0]);
        _lock.Exit();
    }
}
