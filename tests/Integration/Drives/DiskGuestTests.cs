using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Drives;

/// <summary>Disks, jailed and under all filters, driven by a guest that keeps many requests under way.</summary>
[Collection(BusyCollection.Name)]
public sealed class DiskGuestTests
{
    [Theory]
    [InlineData("Sync", "depth=1")]
    [InlineData("Sync", "depth=32")]
    [InlineData("Sync", "depth=32 events=off")]
    [InlineData("Sync", "depth=32 interrupts=on")]
    [InlineData("Sync", "depth=16 indirect=off size=64")]
    [InlineData("Sync", "depth=80 indirect=off events=off")]
    [InlineData("Sync", "depth=256 block=4096 buffers=8")]
    [InlineData("Sync", "depth=8 block=1048576 buffers=14")]
    [InlineData("Sync", "depth=2 block=8388608 buffers=14")]
    [InlineData("Async", "depth=1")]
    [InlineData("Async", "depth=32")]
    [InlineData("Async", "depth=32 events=off")]
    [InlineData("Async", "depth=16 indirect=off size=64")]
    [InlineData("Async", "depth=256 block=4096 buffers=8")]
    [InlineData("Async", "depth=8 block=1048576 buffers=14")]
    [InlineData("Async", "depth=2 block=8388608 buffers=14")]
    public void WhatIsWrittenIsRead(string engine, string words)
    {
        Requires.RootAndKvm();
        using DiskGuest guest = new(16, $"\"io_engine\": \"{engine}\", \"cache_type\": \"Writeback\", \"is_read_only\": false");

        ProgramResult result = guest.Run("disk", $"mode=verify mib=16 {words}");

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("disk: verified 16 MiB depth ", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sync")]
    [InlineData("Async")]
    public void WhatIsWrittenOutlivesItsMachine(string engine)
    {
        Requires.RootAndKvm();
        using DiskGuest guest = new(8, $"\"io_engine\": \"{engine}\", \"is_read_only\": false");

        ProgramResult writing = guest.Run("disk", "mode=write mib=8 depth=16 seed=3");
        ProgramResult reading = guest.Run("disk", "mode=check mib=8 depth=7 seed=3 buffers=1");
        ProgramResult mistaken = guest.Run("disk", "mode=check mib=8 depth=7 seed=4");
        FlipOneBit(guest.Image, (8 << 20) - 100);
        ProgramResult damaged = guest.Run("disk", "mode=check mib=8 depth=7 seed=3");

        Assert.Contains("disk: wrote 8 MiB", writing.Output, StringComparison.Ordinal);
        Assert.Contains("disk: verified 8 MiB", reading.Output, StringComparison.Ordinal);
        // What finds nothing wrong must be able to.
        Assert.Contains(" is wrong from byte 8\n", mistaken.Output, StringComparison.Ordinal);
        Assert.Contains("disk: block 127 is wrong from byte 65432\n", damaged.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sync")]
    [InlineData("Async")]
    public void AReadOnlyDiskRefusesWrites(string engine)
    {
        Requires.RootAndKvm();
        using DiskGuest guest = new(1, $"\"io_engine\": \"{engine}\", \"is_read_only\": true");

        ProgramResult result = guest.Run("disk", "mode=write mib=1");

        Assert.Contains(" was answered with status 1\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(-1, File.ReadAllBytes(guest.Image).AsSpan().IndexOfAnyExcept((byte)0));
    }

    [Theory]
    [InlineData("Sync", "")]
    [InlineData("Sync", "events=off")]
    [InlineData("Async", "")]
    [InlineData("Async", "events=off")]
    public void AnInterruptTellsOfEachAnswer(string engine, string words)
    {
        Requires.RootAndKvm();
        using DiskGuest guest = new(1, $"\"io_engine\": \"{engine}\", \"is_read_only\": false");

        ProgramResult result = guest.Run("disk", $"mode=latency samples=100 interrupts=on {words}");

        Assert.Contains("disk: latency interrupt samples 100 ", result.Output, StringComparison.Ordinal);
    }

    private static void FlipOneBit(string path, long offset)
    {
        using FileStream image = new(path, FileMode.Open);
        image.Position = offset;
        int value = image.ReadByte();
        image.Position = offset;
        image.WriteByte((byte)(value ^ 1));
    }
}
