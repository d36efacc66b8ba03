using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Events;

/// <summary>
/// A descriptor in an event loop and its handler. It can be silenced and listen again; once it is silenced its handler is not called, not even for
/// events that the kernel has already reported. Belongs to the loop's thread; dispose it before closing the descriptor.
/// </summary>
internal sealed class Watch : IDisposable
{
    private readonly WatchTable _table;
    private readonly Epoll _all;
    private readonly Epoll? _attentive;
    private readonly Descriptor _descriptor;

    // Zero while silent.
    private ulong _token;

    /// <summary>Creates a watch that does not listen yet.</summary>
    /// <param name="all">The epoll set of the running loop.</param>
    /// <param name="attentive">The epoll set of the held loop; null to be silent while the loop is held.</param>
    /// <param name="descriptor">The descriptor to wait for.</param>
    /// <param name="handler">Called when the descriptor is ready.</param>
    internal Watch(WatchTable table, Epoll all, Epoll? attentive, Descriptor descriptor, IEventHandler handler)
    {
        _table = table;
        _all = all;
        _attentive = attentive;
        _descriptor = descriptor;
        Handler = handler;
    }

    /// <summary>Called when the descriptor is ready.</summary>
    internal IEventHandler Handler { get; }

    /// <summary>Whether the watch is served while the loop is held.</summary>
    internal bool IsAttentive => _attentive is not null;

    /// <summary>Whether the watch is in the loop.</summary>
    internal bool IsListening => _token != 0;

    /// <summary>Starts listening.</summary>
    /// <param name="interest">The events to wait for; with none, only errors and hang-ups are reported.</param>
    /// <exception cref="LinuxException">epoll does not support the descriptor.</exception>
    /// <exception cref="InvalidOperationException">The watch already listens, or the loop is full.</exception>
    internal void Listen(EpollEvents interest)
    {
        if (TryListen(interest) is { } error)
        {
            throw new LinuxException(error);
        }
    }

    /// <summary>Starts listening.</summary>
    /// <param name="interest">The events to wait for; with none, only errors and hang-ups are reported.</param>
    /// <returns>Null on success; otherwise why not, and the watch stays silent. EPERM means a file that is always ready.</returns>
    /// <exception cref="InvalidOperationException">The watch already listens, or the loop is full.</exception>
    internal SystemError? TryListen(EpollEvents interest)
    {
        if (IsListening)
        {
            throw new InvalidOperationException($"{_descriptor} is already in the event loop");
        }
        ulong token = _table.Claim(this);
        Errno error = _all.Add(_descriptor, interest, token);
        if (error.Number == 0 && _attentive is not null)
        {
            error = _attentive.Add(_descriptor, interest, token);
        }
        if (error.Number != 0)
        {
            _ = _all.Remove(_descriptor);
            _table.Release(token);
            return new SystemError(error, "epoll_ctl", _descriptor.ToString());
        }
        _token = token;
        return null;
    }

    /// <summary>Changes the events to wait for.</summary>
    /// <param name="interest">The events to wait for; with none, only errors and hang-ups are reported.</param>
    /// <exception cref="InvalidOperationException">The watch is silent, or its descriptor was closed.</exception>
    internal void Change(EpollEvents interest)
    {
        if (!IsListening || _all.Modify(_descriptor, interest, _token).Number != 0)
        {
            throw new InvalidOperationException($"{_descriptor} is not in the event loop");
        }
        _ = _attentive?.Modify(_descriptor, interest, _token);
    }

    /// <summary>Stops listening.</summary>
    internal void Silence()
    {
        if (IsListening)
        {
            _ = _all.Remove(_descriptor);
            _ = _attentive?.Remove(_descriptor);
            _table.Release(_token);
            _token = 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Silence();
}
