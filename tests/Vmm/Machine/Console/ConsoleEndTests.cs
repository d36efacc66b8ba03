using System.IO;
using System.IO.Pipes;
using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Testing.Vmm;
using Kiln.Vmm.Events;
using Kiln.Vmm.Machine.Console;
using Kiln.Vmm.Metrics;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Console;

/// <summary>Whoever reads the console, however slowly: others have their turns, and at the end each byte is delivered or counted.</summary>
public sealed class ConsoleEndTests : IDisposable
{
    private const int Bytes = 20_000;

    // PIPE_BUF, the most that is written at once.
    private const int Chunk = 4096;

    // Shutdown waits a second for a console that accepts nothing; this is a hang.
    private static readonly TimeSpan _hang = TimeSpan.FromSeconds(30);

    private readonly EventLoop _loop = new();
    private readonly UartMetrics _metrics = new VmmMetrics().Uart;
    private readonly AnonymousPipeServerStream _pipe = new(PipeDirection.In);

    public void Dispose()
    {
        _loop.Dispose();
        _pipe.Dispose();
    }

    [Fact]
    public void AFileGetsAChunkATurn()
    {
        using TemporaryFile file = new([]);
        using SafeFileHandle handle = File.OpenHandle(file.Path, FileMode.Open, FileAccess.ReadWrite);
        using ConsoleOutput output = new(new Descriptor((int)handle.DangerousGetHandle()), _loop) { Metrics = _metrics };
        Fill(output, Bytes);

        for (int turn = 1; turn <= (Bytes + Chunk - 1) / Chunk; turn++)
        {
            Assert.True(_loop.Turn(0));
            Assert.Equal(Math.Min(turn * Chunk, Bytes), RandomAccess.GetLength(handle));
        }

        // Nothing is left to do, and what comes later is written as well.
        _ = _loop.Turn(0);
        Assert.False(_loop.Turn(0));
        output.Put((byte)'b');
        Assert.True(_loop.Turn(0));
        Assert.Equal((Bytes + 1, 0L), ((int)RandomAccess.GetLength(handle), output.Lost));
    }

    [Fact]
    public void AtTheEndAFileGetsAll()
    {
        using TemporaryFile file = new([]);
        using SafeFileHandle handle = File.OpenHandle(file.Path, FileMode.Open, FileAccess.ReadWrite);
        using ConsoleOutput output = new(new Descriptor((int)handle.DangerousGetHandle()), _loop) { Metrics = _metrics };
        Fill(output, Bytes);

        output.Flush();

        Assert.Equal((Bytes, 0L), ((int)RandomAccess.GetLength(handle), output.Lost));
    }

    // The pipe holds 64 KiB, and nobody reads it.
    [Fact]
    public void WhatNobodyTakesIsCounted()
    {
        using ConsoleOutput output = Open();
        Fill(output, Bytes);
        output.Flush();
        Fill(output, 64 * 1024);

        output.Flush();

        int taken = Available();
        Assert.InRange(taken, Bytes, 64 * 1024);
        Assert.Equal(Bytes + (64 * 1024), taken + output.Lost);
        Assert.Equal(output.Lost, _metrics.MissedWrites.Value);
    }

    [Fact]
    public void WhatIsReadSlowlyIsDelivered()
    {
        const int Whole = 60_000;
        using ConsoleOutput output = Open();
        Fill(output, Whole);
        output.Flush();
        Fill(output, Whole);
        int read = 0;
        Thread reader = new(() =>
        {
            byte[] buffer = new byte[Chunk];
            while (read < 2 * Whole && _pipe.Read(buffer) is > 0 and var count)
            {
                read += count;
                Thread.Sleep(20);
            }
        });
        reader.Start();

        output.Flush();

        Assert.True(reader.Join(_hang));
        Assert.Equal((2 * Whole, 0L), (read, output.Lost));
    }

    // Events of others are no bytes that were taken.
    [Fact]
    public void TheEndComesAlsoBesideOthersEvents()
    {
        using EventFd ready = EventFd.Create();
        _ = _loop.Watch(ready.Descriptor, new Idle());
        ready.Signal();
        using ConsoleOutput output = Open();
        Fill(output, 64 * 1024);
        output.Flush();
        Fill(output, Bytes);
        Thread end = new(output.Flush) { IsBackground = true };
        end.Start();

        Assert.True(end.Join(_hang));
        Assert.Equal(Bytes + (64 * 1024), Available() + output.Lost);
    }

    private static void Fill(ConsoleOutput output, int count)
    {
        for (int index = 0; index < count; index++)
        {
            output.Put((byte)'a');
        }
    }

    // What lies in the pipe: no writer is left, so that its end comes.
    private int Available()
    {
        _pipe.DisposeLocalCopyOfClientHandle();
        byte[] buffer = new byte[128 * 1024];
        int length = 0;
        while (_pipe.Read(buffer, length, buffer.Length - length) is > 0 and var count)
        {
            length += count;
        }
        return length;
    }

    private ConsoleOutput Open() =>
        new(new Descriptor((int)_pipe.ClientSafePipeHandle.DangerousGetHandle()), _loop) { Metrics = _metrics };

    private sealed class Idle : IEventHandler
    {
        public void OnReady(EpollEvents events) => Thread.Sleep(1);
    }
}
