using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Machine.Arch.X64;

/// <summary>A PC's keyboard controller, at its traditional ports and interrupt.</summary>
internal sealed class Keyboard : IMachineDevice
{
    // Ports of other devices lie between the two.
    private const ushort DataPort = 0x60;
    private const ushort CommandPort = 0x64;
    private const uint Gsi = 1;

    private readonly I8042 _controller;
    private readonly InterruptLine _line;

    /// <param name="resources">Source of its ports and its interrupt.</param>
    /// <param name="reset">Pulled when the guest requests a reset.</param>
    /// <exception cref="LinuxException">KVM refuses, or the process is out of descriptors.</exception>
    internal Keyboard(MachineResources resources, ResetLine reset, I8042Metrics metrics)
    {
        _line = resources.ConnectFixed(Gsi);
        _controller = new I8042(reset, _line, metrics);
        resources.Ports.Add(DataPort, I8042.PortCount, _controller);
    }

    /// <inheritdoc/>
    public DeviceName Name { get; } = new("keyboard");

    internal IKeyboard Keys => _controller;

    /// <inheritdoc/>
    public void Save(ref StateWriter state) => _controller.Save(ref state);

    /// <inheritdoc/>
    public void Load(ref StateReader state) => _controller.Load(ref state);

    /// <inheritdoc/>
    public void Describe(IGuestDescription to) => to.AddKeyboard(DataPort, CommandPort, Gsi);

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();
}
