using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Api.Http;

/// <summary>The state of a connection, the state after the current answer, and how long the client has been idle.</summary>
internal sealed class ConnectionProgress
{
    // In nanoseconds. Clients read within milliseconds; one that has read nothing for so long may never do so.
    private const ulong Patience = 2_000_000_000;

    internal ConnectionState State { get; private set; }

    /// <summary>The state after the client has read the current answer.</summary>
    internal ConnectionState Next { get; private set; }

    /// <summary>The time of the last input or answer, in nanoseconds of the monotonic clock.</summary>
    internal ulong IdleSince { get; private set; }

    /// <summary>Whether the connection may be closed in favor of a new client: no request is being executed, and no answer is being sent.</summary>
    internal bool CanGiveWay =>
        State is ConnectionState.ReadingHead or ConnectionState.ReadingBody or ConnectionState.Skipping or ConnectionState.Draining;

    /// <summary>Whether the client has read nothing of its answer for too long.</summary>
    internal bool IsStalled => State == ConnectionState.Answering && MonotonicClock.Nanoseconds - IdleSince > Patience;

    /// <summary>Sets the current state.</summary>
    internal void Enter(ConnectionState state) => State = state;

    /// <summary>Notes that a request is being executed.</summary>
    /// <param name="next">The state after the client has read the answer.</param>
    internal void Handle(ConnectionState next) => (State, Next) = (ConnectionState.Handling, next);

    /// <summary>Notes that an answer is being sent.</summary>
    /// <param name="next">The state after the client has read it.</param>
    internal void Answer(ConnectionState next)
    {
        (State, Next) = (ConnectionState.Answering, next);
        Touch();
    }

    /// <summary>Makes the current answer the last one.</summary>
    internal void EndWithAnswer() => Next = ConnectionState.Closed;

    /// <summary>Notes that the client is not idle.</summary>
    internal void Touch() => IdleSince = MonotonicClock.Nanoseconds;
}
