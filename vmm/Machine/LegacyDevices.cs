using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Machine.Kvm;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Machine;

/// <summary>The devices of an old PC that every machine has, at the ports and interrupts where kernels look for them.</summary>
internal sealed class LegacyDevices : IDisposable
{
    private const ulong SerialPorts = 0x3F8;
    private const uint SerialInterrupt = 4;
    private const ulong KeyboardPorts = 0x60;
    private const uint KeyboardInterrupt = 1;

    private readonly InterruptLine _serialInterrupt = new();
    private readonly InterruptLine _keyboardInterrupt = new();
    private readonly InterruptLine _room = new();

    /// <summary>Makes the devices.</summary>
    /// <param name="vm">Takes their interrupts.</param>
    /// <param name="ports">Takes their ports.</param>
    /// <param name="reset">Pulled when the guest asks for a reset.</param>
    /// <param name="sink">Where the serial port writes.</param>
    /// <param name="metrics">Count what the guest does.</param>
    /// <exception cref="Linux.LinuxException">KVM refuses, or no descriptor is left.</exception>
    internal LegacyDevices(KvmVm vm, Bus ports, ResetLine reset, IConsoleSink sink, VmmMetrics metrics)
    {
        vm.ConnectInterrupt(_serialInterrupt.Line, SerialInterrupt);
        SerialPort<IConsoleSink, InterruptLine> serial = new(sink, _serialInterrupt, _room, metrics.Uart);
        ports.Add(SerialPorts, SerialPort<IConsoleSink, InterruptLine>.PortCount, serial);
        Console = new SerialConsole(serial, _room.Line);

        vm.ConnectInterrupt(_keyboardInterrupt.Line, KeyboardInterrupt);
        I8042<ResetLine, InterruptLine> keyboard = new(reset, _keyboardInterrupt, metrics.I8042);
        ports.Add(KeyboardPorts, I8042<ResetLine, InterruptLine>.PortCount, keyboard);
        Keyboard = keyboard;
    }

    /// <summary>The first serial port.</summary>
    internal SerialConsole Console { get; }

    /// <summary>The keyboard.</summary>
    internal IKeyboard Keyboard { get; }

    /// <summary>Closes their interrupts; after the last vCPU has stopped.</summary>
    public void Dispose()
    {
        _serialInterrupt.Dispose();
        _keyboardInterrupt.Dispose();
        _room.Dispose();
    }
}
