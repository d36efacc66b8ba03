using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Api.Http;

/// <summary>What a connection is doing, what follows the answer at hand, and since when its client has been idle.</summary>
internal sealed class ConnectionProgress
{
    // Nanoseconds. Clients read within milliseconds; one that takes nothing for so long may never.
    private const ulong Patience = 2_000_000_000;

    /// <summary>What it is doing.</summary>
    internal ConnectionState State { get; private set; }

    /// <summary>What it does when the client has the answer at hand.</summary>
    internal ConnectionState Next { get; private set; }

    /// <summary>Since when the client has sent nothing and was sent nothing, in nanoseconds of the monotonic clock.</summary>
    internal ulong IdleSince { get; private set; }

    /// <summary>Whether another client may have the place: nothing that this one asked for is under way or being sent.</summary>
    internal bool CanGiveWay =>
        State is ConnectionState.ReadingHead or ConnectionState.ReadingBody or ConnectionState.Skipping or ConnectionState.Draining;

    /// <summary>Whether the client has an answer to take, and has taken none of it for so long that it may never.</summary>
    internal bool IsStalled => State == ConnectionState.Answering && MonotonicClock.Nanoseconds - IdleSince > Patience;

    /// <summary>It does something else from now on.</summary>
    /// <param name="state">What.</param>
    internal void Enter(ConnectionState state) => State = state;

    /// <summary>A request is carried out.</summary>
    /// <param name="next">What it does when the client has the answer.</param>
    internal void Handle(ConnectionState next) => (State, Next) = (ConnectionState.Handling, next);

    /// <summary>An answer is being sent.</summary>
    /// <param name="next">What it does when the client has it.</param>
    internal void Answer(ConnectionState next)
    {
        (State, Next) = (ConnectionState.Answering, next);
        Touch();
    }

    /// <summary>The answer at hand is the last.</summary>
    internal void EndWithAnswer() => Next = ConnectionState.Closed;

    /// <summary>The client has sent something, or is there at all.</summary>
    internal void Touch() => IdleSince = MonotonicClock.Nanoseconds;
}
