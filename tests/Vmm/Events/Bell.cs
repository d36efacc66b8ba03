using Kiln.Linux.Descriptors;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Tests.Events;

/// <summary>An event whose handler counts how often it was heard.</summary>
internal sealed class Bell : IEventHandler, IDisposable
{
    internal EventFd Event { get; } = EventFd.Create();

    internal int Rings { get; private set; }

    /// <summary>What else is done when it rings.</summary>
    internal Action? Rung { get; set; }

    public void OnReady(EpollEvents events)
    {
        Event.Drain();
        Rings++;
        Rung?.Invoke();
    }

    public void Dispose() => Event.Dispose();
}
