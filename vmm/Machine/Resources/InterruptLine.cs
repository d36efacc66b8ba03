using Kiln.Linux.Descriptors;
using Kiln.Vmm.Devices.Contract;

namespace Kiln.Vmm.Machine.Resources;

/// <summary>An interrupt that an eventfd carries to the controllers in the kernel (KVM_IRQFD).</summary>
internal sealed class InterruptLine : IInterruptLine, IDisposable
{
    private readonly EventFd _line = EventFd.Create();

    /// <summary>The eventfd to connect.</summary>
    internal EventFd Line => _line;

    /// <inheritdoc/>
    public void Raise() => _line.Signal();

    /// <summary>Closes the eventfd; the kernel then forgets the connection.</summary>
    public void Dispose() => _line.Dispose();
}
