using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Events;

/// <summary>
/// The watches of a device, which listen and fall silent together and whose handlers run with a common lock held. The group is silent while no
/// driver uses the device: events stay in the descriptors and are reported once it listens. Belongs to the loop's thread; initially silent.
/// </summary>
internal sealed class WatchGroup(EventLoop loop) : IDisposable
{
    private readonly List<Watch> _watches = [];

    /// <summary>Held while a handler runs; any other thread that touches the handlers' state holds it too.</summary>
    internal object Gate { get; } = new();

    /// <summary>Whether the watches are in the loop.</summary>
    internal bool IsListening { get; private set; }

    /// <summary>Adds a watch for input; the group must be silent.</summary>
    /// <param name="descriptor">The descriptor to wait for; its owner closes it after the group has been disposed.</param>
    /// <param name="handler">Called on the loop's thread, with the gate held.</param>
    /// <returns>The watch, whose owner may change what it waits for while the group listens; it starts with input.</returns>
    internal Watch Add(Descriptor descriptor, IEventHandler handler)
    {
        if (IsListening)
        {
            throw new InvalidOperationException("cannot add a watch to a group that is listening");
        }
        Watch watch = loop.Prepare(descriptor, new GatedHandler(Gate, handler));
        _watches.Add(watch);
        return watch;
    }

    /// <summary>Starts listening, unless the group already does.</summary>
    /// <returns>Null on success; otherwise why one watch failed, and all are silent.</returns>
    internal SystemError? TryListen()
    {
        if (IsListening)
        {
            return null;
        }
        foreach (Watch watch in _watches)
        {
            if (watch.TryListen(EpollEvents.EPOLLIN) is { } error)
            {
                Silence();
                return error;
            }
        }
        IsListening = true;
        return null;
    }

    /// <summary>Stops listening: no handler is called, not even for events already reported; they stay in the descriptors.</summary>
    internal void Silence()
    {
        foreach (Watch watch in _watches)
        {
            watch.Silence();
        }
        IsListening = false;
    }

    /// <summary>Stops listening and removes the watches.</summary>
    public void Dispose()
    {
        Silence();
        _watches.Clear();
    }

    private sealed class GatedHandler(object gate, IEventHandler inner) : IEventHandler
    {
        public void OnReady(EpollEvents events)
        {
            lock (gate)
            {
                inner.OnReady(events);
            }
        }
    }
}
