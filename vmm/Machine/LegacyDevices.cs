using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Machine.Kvm;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Machine;

/// <summary>The devices of an old PC that every machine has, at the ports and interrupts where kernels look for them.</summary>
internal sealed class LegacyDevices
{
    private const ulong SerialPorts = 0x3F8;
    private const uint SerialInterrupt = 4;
    private const ulong KeyboardPorts = 0x60;
    private const uint KeyboardInterrupt = 1;

    /// <summary>Makes the devices.</summary>
    /// <param name="parts">Takes what has to be given back.</param>
    /// <param name="vm">Takes their interrupts.</param>
    /// <param name="ports">Takes their ports.</param>
    /// <param name="reset">Pulled when the guest asks for a reset.</param>
    /// <param name="sink">Where the serial port writes.</param>
    /// <param name="metrics">Count what the guest does.</param>
    /// <exception cref="Linux.LinuxException">KVM refuses, or no descriptor is left.</exception>
    internal LegacyDevices(MachineParts parts, KvmVm vm, Bus ports, ResetLine reset, IConsoleSink sink, VmmMetrics metrics)
    {
        InterruptLine serialInterrupt = parts.Add(new InterruptLine());
        InterruptLine room = parts.Add(new InterruptLine());
        vm.ConnectInterrupt(serialInterrupt.Line, SerialInterrupt);
        SerialPort<IConsoleSink, InterruptLine> serial = new(sink, serialInterrupt, room, metrics.Uart);
        ports.Add(SerialPorts, SerialPort<IConsoleSink, InterruptLine>.PortCount, serial);
        Console = new SerialConsole(serial, room.Line);

        InterruptLine keyboardInterrupt = parts.Add(new InterruptLine());
        vm.ConnectInterrupt(keyboardInterrupt.Line, KeyboardInterrupt);
        I8042<ResetLine, InterruptLine> keyboard = new(reset, keyboardInterrupt, metrics.I8042);
        ports.Add(KeyboardPorts, I8042<ResetLine, InterruptLine>.PortCount, keyboard);
        Keyboard = keyboard;
    }

    /// <summary>The first serial port.</summary>
    internal SerialConsole Console { get; }

    /// <summary>The keyboard.</summary>
    internal IKeyboard Keyboard { get; }
}
