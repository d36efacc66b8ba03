using Kiln.Linux.Descriptors;
using Kiln.Vmm.Devices.Contract;

namespace Kiln.Vmm.Machine.Resources;

/// <summary>A line from a device to the vmm thread: raising it signals an eventfd that the thread polls.</summary>
internal sealed class EventLine : IInterruptLine, IDisposable
{
    /// <summary>The eventfd that the vmm thread polls.</summary>
    internal EventFd Event { get; } = EventFd.Create();

    /// <inheritdoc/>
    public void Raise() => Event.Signal();

    public void Dispose() => Event.Dispose();
}
