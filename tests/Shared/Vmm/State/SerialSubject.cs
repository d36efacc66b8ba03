using Kiln.Testing.Vmm.Devices.Legacy;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.State;

/// <summary>A serial port: registers are read and written, and somebody types.</summary>
internal sealed class SerialSubject : IStateSubject
{
    private readonly CountingLine _interrupt = new();
    private readonly CountingSink _sink = new();
    private readonly SerialPort _port;

    internal SerialSubject() => _port = new SerialPort(_sink, _interrupt, new CountingLine(), new VmmMetrics().Uart);

    public string Act(Random random)
    {
        (int interrupts, int sent) = (_interrupt.Count, _sink.Count);
        ulong register = (ulong)random.Next(8);
        Span<byte> value = [(byte)random.Next(256)];
        int taken = 0;
        switch (random.Next(3))
        {
            case 0:
                _port.Read(register, value);
                break;
            case 1:
                _port.Write(register, value);
                break;
            default:
                taken = _port.Put(new byte[random.Next(40)]);
                break;
        }
        return $"{value[0]} {taken} {_port.Free} {_interrupt.Count - interrupts} {_sink.Count - sent}";
    }

    public void Save(ref StateWriter state) => _port.Save(ref state);

    public void Load(ref StateReader state) => _port.Load(ref state);

    public IStateSubject Fresh() => new SerialSubject();

    public void Dispose()
    {
    }

    private sealed class CountingSink : IConsoleSink
    {
        internal int Count { get; private set; }

        public void Put(byte value) => Count++;
    }
}
