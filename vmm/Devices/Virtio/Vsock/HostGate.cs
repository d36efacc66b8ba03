using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Devices.Virtio.Vsock.Host;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Devices.Virtio.Vsock;

/// <summary>Lets programs of the host in, and ends what takes too long: the listener's watch and the one timer of a device.</summary>
internal sealed class HostGate : IDisposable
{
    // How long no program is accepted when the process has no descriptor left, in nanoseconds: others may be closed meanwhile.
    private const ulong Rest = NanosecondsPer.Second;

    private readonly DriverLink _link;
    private readonly FromHost _host;
    private readonly ConnectionSet _connections;
    private readonly HostListener _listener;
    private readonly Action _serve;
    private readonly TimerFd _timer = TimerFd.Create();
    private readonly Watch _watch;

    // When programs are accepted again; null while they are.
    private ulong? _opens;

    // When the timer goes off; null while it is not running. It is left running when a deadline moves away.
    private ulong? _alarm;

    /// <param name="serve">Tells the guest what there is to tell.</param>
    /// <exception cref="LinuxException">The process has no file descriptor left.</exception>
    internal HostGate(DriverLink link, HostListener listener, FromHost host, ConnectionSet connections, Action serve)
    {
        (_link, _host, _connections, _listener, _serve) = (link, host, connections, listener, serve);
        _watch = link.Watches.Add(listener.Descriptor, new Clients(this));
        link.Watches.Add(_timer.Descriptor, new Alarm(this));
    }

    /// <summary>Starts the timer for the next deadline, unless it goes off earlier anyway.</summary>
    internal void SetTimer()
    {
        ulong? next = Earlier(Earlier(_connections.Deadline, _host.Deadline), _opens);
        if (next is not { } deadline || _alarm <= deadline)
        {
            return;
        }
        ulong now = _link.Clock();
        ulong left = deadline > now ? deadline - now : 0;
        // Up to the next tick, and at least one: zero would stop the timer.
        _timer.Start(TimeSpan.FromTicks((long)(left / TimeSpan.NanosecondsPerTick) + 1), TimeSpan.Zero);
        _alarm = deadline;
    }

    public void Dispose() => _timer.Dispose();

    private static ulong? Earlier(ulong? one, ulong? other) => one <= other || other is null ? one : other;

    private void Accept()
    {
        if (!_host.TryAccept(_listener.Descriptor))
        {
            _watch.Change(0);
            _opens = _link.Clock() + Rest;
        }
        _serve();
    }

    private void OnTime()
    {
        _timer.Drain();
        _alarm = null;
        ulong now = _link.Clock();
        _connections.EndDue(now);
        _host.EndDue(now);
        if (_opens <= now)
        {
            _opens = null;
            _watch.Change(EpollEvents.EPOLLIN);
        }
        _serve();
    }

    private sealed class Clients(HostGate gate) : IEventHandler
    {
        public void OnReady(EpollEvents events) => gate.Accept();
    }

    private sealed class Alarm(HostGate gate) : IEventHandler
    {
        public void OnReady(EpollEvents events) => gate.OnTime();
    }
}
