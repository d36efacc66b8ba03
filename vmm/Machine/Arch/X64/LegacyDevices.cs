using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Machine.Arch.X64;

/// <summary>The devices of an old PC that every machine has, at the ports and interrupts where kernels look for them.</summary>
internal sealed class LegacyDevices
{
    /// <summary>The ports of the first serial port.</summary>
    internal const ushort SerialPorts = 0x3F8;

    /// <summary>How many those are.</summary>
    internal const byte SerialPortCount = (byte)SerialPort<IConsoleSink, InterruptLine>.PortCount;

    /// <summary>The interrupt of the first serial port.</summary>
    internal const uint SerialInterrupt = 4;

    /// <summary>The keyboard controller's port for data; some that belong to others lie between it and the next.</summary>
    internal const ushort KeyboardDataPort = 0x60;

    /// <summary>The keyboard controller's port for commands.</summary>
    internal const ushort KeyboardCommandPort = 0x64;

    /// <summary>The keyboard's interrupt.</summary>
    internal const uint KeyboardInterrupt = 1;

    /// <summary>Makes the devices.</summary>
    /// <param name="parts">Takes what has to be given back.</param>
    /// <param name="vm">Takes their interrupts.</param>
    /// <param name="ports">Takes their ports.</param>
    /// <param name="reset">Pulled when the guest asks for a reset.</param>
    /// <param name="sink">Where the serial port writes.</param>
    /// <param name="metrics">Count what the guest does.</param>
    /// <exception cref="LinuxException">KVM refuses, or no descriptor is left.</exception>
    internal LegacyDevices(MachineParts parts, KvmVm vm, Bus ports, ResetLine reset, IConsoleSink sink, VmmMetrics metrics)
    {
        InterruptLine serialInterrupt = parts.Add(new InterruptLine());
        InterruptLine room = parts.Add(new InterruptLine());
        vm.ConnectInterrupt(serialInterrupt.Line, SerialInterrupt);
        SerialPort<IConsoleSink, InterruptLine> serial = new(sink, serialInterrupt, room, metrics.Uart);
        ports.Add(SerialPorts, SerialPortCount, serial);
        Console = new SerialConsole(serial, room.Line);

        InterruptLine keyboardInterrupt = parts.Add(new InterruptLine());
        vm.ConnectInterrupt(keyboardInterrupt.Line, KeyboardInterrupt);
        I8042<ResetLine, InterruptLine> keyboard = new(reset, keyboardInterrupt, metrics.I8042);
        ports.Add(KeyboardDataPort, I8042<ResetLine, InterruptLine>.PortCount, keyboard);
        Keyboard = keyboard;
    }

    /// <summary>The first serial port.</summary>
    internal SerialConsole Console { get; }

    /// <summary>The keyboard.</summary>
    internal IKeyboard Keyboard { get; }
}
