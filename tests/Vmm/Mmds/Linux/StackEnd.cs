using Kiln.Testing.Harness.Wires;
using Kiln.Testing.Vmm.Mmds;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Mmds.Stack;
using Kiln.Vmm.Model.Devices;
using Xunit;

namespace Kiln.Vmm.Tests.Mmds.Linux;

/// <summary>The service's stack as the end of a wire, in real time.</summary>
internal sealed class StackEnd : IWireEnd
{
    private readonly NetworkStack _stack;

    internal StackEnd(IRequestHandler handler) => _stack = new NetworkStack(
        new Ipv4Address(StackGuest.ServiceAddress), handler, ConnectionTable.TryCreate()!, 0x1234_5678_9ABC_DEF0, Metrics);

    internal MmdsMetrics Metrics { get; } = new VmmMetrics().Mmds;

    /// <summary>The connections that have not ended.</summary>
    internal long Open => Metrics.ConnectionsCreated.Value - Metrics.ConnectionsDestroyed.Value;

    public int Descriptor => -1;

    public int Read(Span<byte> room)
    {
        ulong now = MonotonicClock.Nanoseconds;
        if (now >= _stack.Deadline)
        {
            _stack.OnTime(now);
        }
        return _stack.Give(room, now);
    }

    public void Write(ReadOnlySpan<byte> frame)
    {
        if (_stack.Takes(frame[..Math.Min(frame.Length, NetworkStack.FrontLength)]))
        {
            Assert.True(frame.Length <= NetworkStack.MostTaken);
            _stack.Take(frame, MonotonicClock.Nanoseconds);
        }
    }

    public void Dispose() => _stack.Dispose();
}
