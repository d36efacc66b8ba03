using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Kvm;

namespace Kiln.Vmm.Machine.Resources;

/// <summary>An edge-triggered interrupt that a device raises through an irqfd.</summary>
internal sealed class InterruptLine : IGsiLine
{
    private readonly GsiAllocator _gsis;
    private readonly EventFd _line = EventFd.Create();

    /// <summary>Allocates an eventfd and registers it as an irqfd.</summary>
    /// <param name="gsi">The global system interrupt; released when the line is disposed.</param>
    /// <param name="gsis">The allocator that the interrupt is returned to.</param>
    /// <exception cref="LinuxException">KVM refuses, or the process is out of descriptors.</exception>
    internal InterruptLine(IMachineWiring wiring, uint gsi, GsiAllocator gsis)
    {
        Gsi = gsi;
        _gsis = gsis;
        try
        {
            wiring.ConnectInterrupt(_line, gsi);
        }
        catch (LinuxException)
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public uint Gsi { get; }

    /// <inheritdoc/>
    public void Raise() => _line.Signal();

    /// <summary>Closes the eventfd, which also unregisters the irqfd, and releases the interrupt.</summary>
    public void Dispose()
    {
        _line.Dispose();
        _gsis.Release(Gsi);
    }
}
