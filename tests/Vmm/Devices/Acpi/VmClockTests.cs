using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;
using Kiln.Testing.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Acpi;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Tests.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Acpi;

/// <summary>A guest finds the page of the specification, and reads it whole whenever it looks.</summary>
public sealed class VmClockTests : IDisposable
{
    private const ulong Place = 0xD_E000;
    private const int SequenceOffset = 12;
    private const int DisruptionOffset = 16;
    private const int GenerationOffset = 104;

    // On two processors it takes milliseconds.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly GuestMemory _memory = GuestMemoryTests.Create(1 << 20);
    private readonly CountingGsiLine _line = new();
    private readonly VmClock _clock;

    public VmClockTests() => _clock = new VmClock(_memory, new GuestAddress(Place), _line);

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void ThePageHoldsWhatTheContractSaysAndZeros()
    {
        byte[] expected = new byte[0x1000];
        "VCLK"u8.CopyTo(expected);
        expected[5] = 0x10;
        expected[8] = 1;
        expected[10] = 0xFF;
        expected[25] = 3;

        Assert.Equal(expected, Page());
    }

    // By the names of linux/vmclock-abi.h.
    [Theory]
    [InlineData("magic", 0)]
    [InlineData("size", 4)]
    [InlineData("version", 8)]
    [InlineData("counter_id", 10)]
    [InlineData("time_type", 11)]
    [InlineData("seq_count", SequenceOffset)]
    [InlineData("disruption_marker", DisruptionOffset)]
    [InlineData("flags", 24)]
    [InlineData("pad", 32)]
    [InlineData("clock_status", 34)]
    [InlineData("leap_second_smearing_hint", 35)]
    [InlineData("tai_offset_sec", 36)]
    [InlineData("leap_indicator", 38)]
    [InlineData("counter_period_shift", 39)]
    [InlineData("counter_value", 40)]
    [InlineData("counter_period_frac_sec", 48)]
    [InlineData("counter_period_esterror_rate_frac_sec", 56)]
    [InlineData("counter_period_maxerror_rate_frac_sec", 64)]
    [InlineData("time_sec", 72)]
    [InlineData("time_frac_sec", 80)]
    [InlineData("time_esterror_nanosec", 88)]
    [InlineData("time_maxerror_nanosec", 96)]
    [InlineData("vm_generation_counter", GenerationOffset)]
    public void AFieldIsWhereTheHeaderHasIt(string field, int offset) => Assert.Equal(offset, (int)Marshal.OffsetOf<vmclock_abi>(field));

    [Fact]
    public void ADisruptionChangesThreeFieldsAndOnlyANotificationInterrupts()
    {
        byte[] expected = Page();
        for (byte round = 1; round <= 3; round++)
        {
            _clock.Disrupt();

            expected[SequenceOffset] = (byte)(2 * round);
            expected[DisruptionOffset] = expected[GenerationOffset] = round;
            Assert.Equal(expected, Page());
        }
        Assert.Equal(0, _line.Count);

        _clock.Notify();

        Assert.Equal(1, _line.Count);
    }

    [Fact]
    public void WhatAGuestWritesThereIsNeitherBelievedNorInTheWay()
    {
        _memory.TryWrite(new GuestAddress(Place + SequenceOffset), 0xFFFF_FFFFu);
        _memory.TryWrite(new GuestAddress(Place + DisruptionOffset), ulong.MaxValue);
        _memory.TryWrite(new GuestAddress(Place + GenerationOffset), ulong.MaxValue);

        _clock.Disrupt();

        Assert.Equal((2u, 1ul, 1ul), Read());
    }

    // What a guest does: it takes what it read only if the sequence was even, and the same before and after. That a reader who does not look
    // at it sees half a change shows that the others could have.
    [Fact]
    public void AReaderNeverTakesHalfAChange()
    {
        const int WholeReads = 10_000;
        bool stop = false;
        Thread writer = new(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                _clock.Disrupt();
            }
        });
        writer.Start();
        long start = Stopwatch.GetTimestamp();
        (int torn, int whole, bool half) = (0, 0, false);
        while ((whole < WholeReads || !half) && Stopwatch.GetElapsedTime(start) < _patience)
        {
            uint before = Sequence();
            Interlocked.MemoryBarrier();
            (uint after, ulong disruption, ulong generation) = Read();
            half |= disruption != generation;
            if (before % 2 == 0 && after == before)
            {
                whole++;
                torn += disruption != generation || disruption != before / 2 ? 1 : 0;
            }
        }
        Volatile.Write(ref stop, true);
        writer.Join();

        Assert.Equal(0, torn);
        Assert.SkipUnless(
            half && whole >= WholeReads, $"inconclusive: {whole} whole reads, half a change seen: {half}; this host runs one thread at a time");
    }

    [Fact]
    public void MemoryWithoutRoomIsRefused()
    {
        VmmFailure failure = Assert.Throws<VmmFailure>(() => new VmClock(_memory, new GuestAddress(1 << 20), _line));

        Assert.Equal("guest memory is too small for the page of its clock; give it 1 MiB or more", failure.Message);
    }

    private byte[] Page()
    {
        Assert.True(_memory.TryGetSpan(new GuestAddress(Place), 0x1000, out Span<byte> page));
        return page.ToArray();
    }

    private uint Sequence()
    {
        Assert.True(_memory.TryRead(new GuestAddress(Place + SequenceOffset), out uint sequence));
        return sequence;
    }

    private (uint Sequence, ulong Disruption, ulong Generation) Read()
    {
        Assert.True(_memory.TryRead(new GuestAddress(Place + DisruptionOffset), out ulong disruption));
        Assert.True(_memory.TryRead(new GuestAddress(Place + GenerationOffset), out ulong generation));
        Interlocked.MemoryBarrier();
        return (Sequence(), disruption, generation);
    }
}
