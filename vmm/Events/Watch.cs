using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Events;

/// <summary>
/// A descriptor in a loop, and who hears of it. It may fall silent and listen again; from the moment it falls silent its handler is not called, not
/// even for what the kernel has told already. Belongs to the loop's thread; its owner closes the descriptor after it.
/// </summary>
internal sealed class Watch : IDisposable
{
    private readonly WatchTable _table;
    private readonly Epoll _all;
    private readonly Epoll? _attentive;
    private readonly Descriptor _descriptor;

    // Zero while it is silent.
    private ulong _token;

    /// <summary>Makes one that is silent.</summary>
    /// <param name="table">Has its place.</param>
    /// <param name="all">The set that is waited on.</param>
    /// <param name="attentive">The set that is waited on while the loop is held; null when it is not heard of then.</param>
    /// <param name="descriptor">What to wait on.</param>
    /// <param name="handler">Called when it is ready.</param>
    internal Watch(WatchTable table, Epoll all, Epoll? attentive, Descriptor descriptor, IEventHandler handler)
    {
        _table = table;
        _all = all;
        _attentive = attentive;
        _descriptor = descriptor;
        Handler = handler;
    }

    /// <summary>Who hears of it.</summary>
    internal IEventHandler Handler { get; }

    /// <summary>Whether it listens.</summary>
    internal bool IsListening => _token != 0;

    /// <summary>Listens.</summary>
    /// <param name="interest">For what; nothing leaves only error and hang-up.</param>
    /// <exception cref="LinuxException">It cannot be waited on.</exception>
    /// <exception cref="InvalidOperationException">It listens already, or there are more than the design knows.</exception>
    internal void Listen(EpollEvents interest)
    {
        if (TryListen(interest) is { } error)
        {
            throw new LinuxException(error);
        }
    }

    /// <summary>Listens.</summary>
    /// <param name="interest">For what; nothing leaves only error and hang-up.</param>
    /// <returns>Null, or why it cannot be waited on, and is silent still; EPERM means a file that is always ready.</returns>
    /// <exception cref="InvalidOperationException">It listens already, or there are more than the design knows.</exception>
    internal SystemError? TryListen(EpollEvents interest)
    {
        if (IsListening)
        {
            throw new InvalidOperationException($"{_descriptor} is in the event loop already");
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

    /// <summary>Changes what it listens for.</summary>
    /// <param name="interest">For what; nothing leaves only error and hang-up.</param>
    /// <exception cref="InvalidOperationException">It is silent, or the descriptor was closed under it.</exception>
    internal void Change(EpollEvents interest)
    {
        if (!IsListening || _all.Modify(_descriptor, interest, _token).Number != 0)
        {
            throw new InvalidOperationException($"{_descriptor} is not in the event loop");
        }
        _ = _attentive?.Modify(_descriptor, interest, _token);
    }

    /// <summary>Hears nothing any more, until it listens again.</summary>
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
