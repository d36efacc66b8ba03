using System.Linq;
using System.Threading;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Events;
using Kiln.Vmm.Machine.Vcpus;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Vcpus;

/// <summary>A vCPU's write is executed on the vmm thread before the vCPU continues, and a pause waits for neither.</summary>
public sealed class DeferredWritesTests : IDisposable
{
    private const int Processors = 4;

    // Longer than a thread takes on any machine; only a hang takes longer.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly EventLoop _loop = new();
    private readonly VcpuGate _gate = new();
    private readonly DeferredWrites _writes;
    private readonly Device _device = new();

    public DeferredWritesTests()
    {
        _writes = new DeferredWrites(Processors, _gate, _loop);
        _gate.Open();
    }

    public void Dispose()
    {
        _writes.Dispose();
        _loop.Dispose();
    }

    [Fact]
    public void AWriteIsMadeHereAndTheProcessorGoesOn()
    {
        Processor processor = new(this, 1);
        Assert.True(SpinWait.SpinUntil(() => _writes.Of(1).IsAsked, _patience));
        Assert.Equal(0, _device.Count);

        Assert.True(_loop.Turn((int)_patience.TotalMilliseconds));

        Assert.True(processor.Join());
        Assert.Equal((true, 1, 0x70UL, 0x1234u, Environment.CurrentManagedThreadId), (processor.IsIn, _device.Count, _device.Offset, _device.Data, _device.Thread));
    }

    [Fact]
    public void APauseDoesNotWaitForOneThatWaits()
    {
        Processor processor = new(this, 0);
        Assert.True(SpinWait.SpinUntil(() => _writes.Of(0).IsAsked, _patience));

        _gate.Shut();
        Assert.True(_gate.AwaitStill(_patience, out int waiting));
        Assert.Equal(1, waiting);
        _writes.MakeAll();

        // The write is executed, and the vCPU completes its exit; only then is it held.
        Assert.True(processor.Join());
        Assert.Equal((true, 1), (processor.IsIn, _device.Count));
        Assert.False(_gate.AwaitStill(TimeSpan.FromMilliseconds(20), out _));
        _gate.Leave();
        Assert.True(_gate.AwaitStill(_patience, out waiting));
        Assert.Equal(0, waiting);
    }

    [Fact]
    public void TheEndReleasesOneThatWaitsUnanswered()
    {
        Processor processor = new(this, 2);
        Assert.True(SpinWait.SpinUntil(() => _writes.Of(2).IsAsked, _patience));

        _gate.Close();

        Assert.True(processor.Join());
        Assert.Equal((false, 0), (processor.IsIn, _device.Count));
    }

    [Fact]
    public void ManyProcessorsGetEachOfTheirWritesThroughManyPauses()
    {
        const int Writes = 2000;
        Thread[] processors = [.. Enumerable.Range(0, Processors).Select(index => Start(() =>
        {
            bool isIn = _gate.Enter();
            for (int write = 0; write < Writes && isIn; write++)
            {
                // Models a kick: the vCPU reaches the gate when its exit is complete.
                isIn = Ask(index) && _gate.Pass(out bool _);
            }
            _gate.Leave();
        }))];
        while (!Array.TrueForAll(processors, processor => processor.Join(0)))
        {
            _loop.Turn(1);
            _gate.Shut();
            for (int waiting = 1; waiting > 0;)
            {
                Assert.True(_gate.AwaitStill(_patience, out waiting));
                _writes.MakeAll();
            }
            int made = _device.Count;
            Thread.Yield();
            Assert.Equal(made, _device.Count);
            _gate.Open();
        }

        Assert.Equal(Processors * Writes, _device.Count);
    }

    [Fact]
    public void MakingAWriteAllocatesNothing() => Assert.Equal(0, Allocation.Of(() =>
    {
        _writes.Of(0).Ask(_device, 0, "1234"u8);
        _writes.MakeAll();
    }));

    private bool Ask(int processor)
    {
        _writes.Of(processor).Ask(_device, 0x70, BitConverter.GetBytes(0x1234));
        return _gate.Await(_writes.Of(processor));
    }

    private static Thread Start(Action run)
    {
        Thread thread = new(() => run()) { IsBackground = true };
        thread.Start();
        return thread;
    }

    // Enters the guest, and exits with one write.
    private sealed class Processor
    {
        private readonly Thread _thread;

        internal Processor(DeferredWritesTests test, int index) =>
            _thread = Start(() => IsIn = test._gate.Enter() && test.Ask(index));

        internal bool IsIn { get; private set; }

        internal bool Join(TimeSpan? patience = null) => _thread.Join(patience ?? _patience);
    }

    private sealed class Device : IDeferringDevice
    {
        private int _count;

        internal int Count => Volatile.Read(ref _count);

        internal ulong Offset { get; private set; }

        internal uint Data { get; private set; }

        internal int Thread { get; private set; }

        public bool Defers(ulong offset, ReadOnlySpan<byte> data) => true;

        public void Read(ulong offset, Span<byte> data)
        {
        }

        public void Write(ulong offset, ReadOnlySpan<byte> data)
        {
            (Offset, Data, Thread) = (offset, BitConverter.ToUInt32(data), Environment.CurrentManagedThreadId);
            Volatile.Write(ref _count, _count + 1);
        }
    }
}
