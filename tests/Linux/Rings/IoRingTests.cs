using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Rings;
using Tmds.Linux;
using Xunit;
using io_uring_sqe = Kiln.Linux.Rings.io_uring_sqe;

namespace Kiln.Linux.Tests.Rings;

/// <summary>A ring does what a disk needs on its one file, and refuses everything else.</summary>
public sealed unsafe class IoRingTests : IDisposable
{
    private const int Length = 4096;

    private readonly string _path = Path.GetTempFileName();
    private readonly EventFd _completed = EventFd.Create();
    private readonly byte* _memory = (byte*)NativeMemory.AllocZeroed(2 * Length);
    private readonly iovec* _segments = (iovec*)NativeMemory.AllocZeroed(2, (nuint)sizeof(iovec));

    public void Dispose()
    {
        NativeMemory.Free(_segments);
        NativeMemory.Free(_memory);
        _completed.Dispose();
        File.Delete(_path);
    }

    [Fact]
    public void WhatIsWrittenIsReadBackThroughSeveralSegments()
    {
        using OwnedDescriptor file = Open(LibC.O_RDWR);
        using IoRing ring = new(file.Descriptor, _completed);
        for (int index = 0; index < Length; index++)
        {
            _memory[index] = (byte)(index % 251);
        }
        Segment(0, _memory, 1000);
        Segment(1, _memory + 1000, Length - 1000);
        ring.Write(_segments, 2, 512, tag: 7);
        Assert.Equal((7ul, Length), Finish(ring));
        ring.Synchronise(8);
        Assert.Equal((8ul, 0), Finish(ring));

        Segment(0, _memory + Length, Length);
        ring.Read(_segments, 1, 512, 9);

        Assert.Equal((9ul, Length), Finish(ring));
        Assert.True(new Span<byte>(_memory, Length).SequenceEqual(new Span<byte>(_memory + Length, Length)));
        Assert.Equal(512 + Length, new FileInfo(_path).Length);
    }

    [Fact]
    public void AReadAtTheEndIsShortAndOneBehindItIsEmpty()
    {
        File.WriteAllBytes(_path, new byte[100]);
        using OwnedDescriptor file = Open(LibC.O_RDONLY);
        using IoRing ring = new(file.Descriptor, _completed);
        Segment(0, _memory, Length);

        ring.Read(_segments, 1, 60, 1);
        Assert.Equal((1ul, 40), Finish(ring));
        ring.Read(_segments, 1, 100, 2);
        Assert.Equal((2ul, 0), Finish(ring));
    }

    [Fact]
    public void AHoleReadsAsZerosAndGivesSpaceBack()
    {
        byte[] full = new byte[64 << 10];
        Array.Fill(full, (byte)0xAA);
        File.WriteAllBytes(_path, full);
        using OwnedDescriptor file = Open(LibC.O_RDWR);
        using IoRing ring = new(file.Descriptor, _completed);

        ring.Allocate(AllocationFlags.FALLOC_FL_PUNCH_HOLE | AllocationFlags.FALLOC_FL_KEEP_SIZE, 4096, 8192, 5);

        Assert.Equal((5ul, 0), Finish(ring));
        byte[] after = File.ReadAllBytes(_path);
        Assert.True(after.AsSpan(4096, 8192).IndexOfAnyExcept((byte)0) < 0);
        Assert.Equal(full.Length - 8192, after.AsSpan().Count((byte)0xAA));
    }

    [Fact]
    public void ARefusalIsANegatedErrorNumber()
    {
        using OwnedDescriptor reading = Open(LibC.O_RDONLY);
        using IoRing ring = new(reading.Descriptor, _completed);
        Segment(0, _memory, 512);
        ring.Write(_segments, 1, 0, 1);
        Assert.Equal((1ul, -Errno.EBADF.Number), Finish(ring));

        using OwnedDescriptor full = OpenPath("/dev/full", LibC.O_RDWR);
        ring.Replace(full.Descriptor);
        ring.Write(_segments, 1, 0, 2);
        Assert.Equal((2ul, -Errno.ENOSPC.Number), Finish(ring));
    }

    [Fact]
    public void AnotherFileTakesThePlaceOfTheFirst()
    {
        File.WriteAllText(_path, "first");
        string other = Path.GetTempFileName();
        try
        {
            File.WriteAllText(other, "second");
            using OwnedDescriptor file = Open(LibC.O_RDONLY);
            using OwnedDescriptor second = OpenPath(other, LibC.O_RDONLY);
            using IoRing ring = new(file.Descriptor, _completed);
            Segment(0, _memory, 16);

            ring.Replace(second.Descriptor);
            ring.Read(_segments, 1, 0, 1);

            Assert.Equal((1ul, 6), Finish(ring));
            Assert.Equal("second"u8, new Span<byte>(_memory, 6));
        }
        finally
        {
            File.Delete(other);
        }
    }

    [Theory]
    [InlineData(0, RingEntryFlags.IOSQE_FIXED_FILE)]
    [InlineData(22, RingEntryFlags.IOSQE_FIXED_FILE)]
    [InlineData(18, RingEntryFlags.IOSQE_FIXED_FILE)]
    [InlineData((int)RingOperation.IORING_OP_READV, default(RingEntryFlags))]
    [InlineData((int)RingOperation.IORING_OP_READV, RingEntryFlags.IOSQE_FIXED_FILE | (RingEntryFlags)(1 << 2))]
    public void WhatARingWasNotMadeForIsRefused(int operation, RingEntryFlags flags)
    {
        using OwnedDescriptor file = Open(LibC.O_RDWR);
        using IoRing ring = new(file.Descriptor, _completed);
        Segment(0, _memory, 16);

        ring.Offer(new io_uring_sqe { opcode = (RingOperation)operation, flags = flags, addr = (ulong)_segments, len = 1, user_data = 3 });

        Assert.Equal((3ul, -Errno.EACCES.Number), Finish(ring));
    }

    [Theory]
    [InlineData(RingRegistration.IORING_REGISTER_FILES)]
    [InlineData(RingRegistration.IORING_REGISTER_EVENTFD)]
    [InlineData(RingRegistration.IORING_REGISTER_PROBE)]
    [InlineData(RingRegistration.IORING_REGISTER_RESTRICTIONS)]
    public void AnEnabledRingTakesNoOtherRegistration(RingRegistration registration)
    {
        using OwnedDescriptor file = Open(LibC.O_RDWR);
        using IoRing ring = new(file.Descriptor, _completed);
        int number = file.Descriptor.Number;

        nint result = Native.Raw(
            SystemCall.SYS_io_uring_register, (nuint)ring.Descriptor.Number, (nuint)registration, (nuint)(&number), 1);

        Assert.Equal((-1, Errno.EACCES), ((int)result, SystemError.Last("io_uring_register").Errno));
    }

    [Fact]
    public void ThereIsRoomForSoManyAndNoMore()
    {
        using OwnedDescriptor file = Open(LibC.O_RDWR);
        using IoRing ring = new(file.Descriptor, _completed);
        for (int index = 0; index < IoRing.Capacity; index++)
        {
            ring.Synchronise((ulong)index);
        }

        Assert.Equal(0, ring.Room);
        Assert.Throws<InvalidOperationException>(() => ring.Synchronise(0));
        ring.Submit();
        Assert.True(SpinWait.SpinUntil(() => { _ = ring.TryTakeCompletion(out _, out _); return ring.UnderWay == 0; }, TimeSpan.FromSeconds(20)));
    }

    // A vCPU thread that resets a device waits this way, while the submitting thread sleeps or waits for the device.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnotherThreadSeesCompletionsByLookingWhateverTheSubmitterWaitsFor(bool submitterWaitsForALock)
    {
        int* ends = stackalloc int[2];
        Assert.Equal(0, LibC.pipe2(ends, LibC.O_CLOEXEC));
        using OwnedDescriptor reading = new(ends[0]);
        using OwnedDescriptor writing = new(ends[1]);
        using IoRing ring = new(reading.Descriptor, _completed);
        Segment(0, _memory, 16);
        object gate = new();
        using ManualResetEventSlim submitted = new();
        using EventFd end = EventFd.Create();
        Thread submitter = new(() =>
        {
            ring.Read(_segments, 1, -1, 4);
            ring.Submit();
            ring.Listen();
            submitted.Set();
            if (submitterWaitsForALock)
            {
                lock (gate)
                {
                    return;
                }
            }
            using Epoll epoll = Epoll.Create();
            _ = epoll.Add(end.Descriptor, EpollEvents.EPOLLIN, 0);
            while (epoll.Wait(new EpollEvent[1], -1) == 0)
            {
            }
        });
        lock (gate)
        {
            submitter.Start();
            submitted.Wait(TestContext.Current.CancellationToken);
            Thread.Sleep(50);
            Assert.False(ring.TryTakeCompletion(out _, out _));
            Assert.Equal(5, writing.Descriptor.Write("bytes"u8).Count);

            int result = 0;
            Assert.True(SpinWait.SpinUntil(() => ring.TryTakeCompletion(out _, out result), TimeSpan.FromSeconds(20)));
            Assert.Equal(5, result);
        }
        end.Signal();
        submitter.Join();
    }

    [Fact]
    public void OperationsAllocateNothing()
    {
        File.WriteAllBytes(_path, new byte[Length]);
        using OwnedDescriptor file = Open(LibC.O_RDONLY);
        using IoRing ring = new(file.Descriptor, _completed);
        Segment(0, _memory, Length);
        _ = ReadOnce(ring);

        long before = GC.GetAllocatedBytesForCurrentThread();
        int bytes = 0;
        for (int round = 0; round < 100; round++)
        {
            bytes += ReadOnce(ring);
        }

        Assert.Equal((0, 100 * Length), (GC.GetAllocatedBytesForCurrentThread() - before, bytes));
    }

    private int ReadOnce(IoRing ring)
    {
        ring.Read(_segments, 1, 0, 1);
        ring.Submit();
        ring.Listen();
        int result;
        while (!ring.TryTakeCompletion(out _, out result))
        {
        }
        return result;
    }

    private static (ulong Tag, int Result) Finish(IoRing ring)
    {
        ring.Submit();
        ring.Listen();
        ulong tag = 0;
        int result = 0;
        Assert.True(SpinWait.SpinUntil(() => ring.TryTakeCompletion(out tag, out result), TimeSpan.FromSeconds(20)));
        Assert.Equal(0, ring.UnderWay);
        return (tag, result);
    }

    private void Segment(int index, byte* start, int length) => _segments[index] = new iovec { iov_base = start, iov_len = (size_t)length };

    private OwnedDescriptor Open(int flags) => OpenPath(_path, flags);

    private static OwnedDescriptor OpenPath(string path, int flags) =>
        OwnedDescriptor.TryOpen(path, flags, 0, out OwnedDescriptor? file) is { } error ? throw new LinuxException(error) : file!;
}
