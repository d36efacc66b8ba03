using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Machine.Arch.X64;

/// <summary>A PC's first serial port, at its traditional ports and interrupt: the guest's console.</summary>
internal sealed class SerialConsole : IMachineDevice
{
    private const ushort FirstPort = 0x3F8;
    private const byte PortCount = (byte)SerialPort.PortCount;
    private const uint Gsi = 4;

    private readonly SerialPort _port;
    private readonly InterruptLine _line;
    private readonly EventLine _room = new();

    /// <param name="resources">Source of its ports and its interrupt.</param>
    /// <exception cref="LinuxException">KVM refuses, or the process is out of descriptors.</exception>
    internal SerialConsole(MachineResources resources, IConsoleSink sink, UartMetrics metrics)
    {
        try
        {
            _line = resources.ConnectFixed(Gsi);
        }
        catch (LinuxException)
        {
            _room.Dispose();
            throw;
        }
        _port = new SerialPort(sink, _line, _room, metrics);
        resources.Ports.Add(FirstPort, PortCount, _port);
    }

    /// <inheritdoc/>
    public DeviceName Name { get; } = new("serial");

    /// <summary>Receives console input.</summary>
    internal IConsoleInputPort Port => _port;

    /// <summary>Signaled when the guest has drained a full receive FIFO.</summary>
    internal EventFd Room => _room.Event;

    /// <inheritdoc/>
    public void Save(ref StateWriter state) => _port.Save(ref state);

    /// <inheritdoc/>
    public void Load(ref StateReader state) => _port.Load(ref state);

    /// <inheritdoc/>
    public void Describe(IGuestDescription to) => to.AddSerialPort(FirstPort, PortCount, Gsi);

    /// <inheritdoc/>
    public void Dispose()
    {
        _line.Dispose();
        _room.Dispose();
    }
}
