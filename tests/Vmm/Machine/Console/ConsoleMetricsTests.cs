using System.IO.Pipes;
using Kiln.Linux.Descriptors;
using Kiln.Vmm.Events;
using Kiln.Vmm.Machine.Console;
using Kiln.Vmm.Metrics;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Console;

/// <summary>What becomes of a guest's bytes is counted.</summary>
public sealed class ConsoleMetricsTests : IDisposable
{
    private readonly EventLoop _loop = new();
    private readonly UartMetrics _metrics = new VmmMetrics().Uart;
    private readonly AnonymousPipeServerStream _pipe = new(PipeDirection.In);

    public void Dispose()
    {
        _loop.Dispose();
        _pipe.Dispose();
    }

    [Fact]
    public void AWriteThatTookBytesIsAFlush()
    {
        using ConsoleOutput output = Open();

        output.Put((byte)'a');
        output.Put((byte)'b');
        output.Flush();

        Assert.Equal((1L, 0L, 0L), (_metrics.Flushes.Value, _metrics.Errors.Value, _metrics.MissedWrites.Value));
    }

    [Fact]
    public void AByteThatFindsTheRingFullIsMissed()
    {
        const int Ring = 64 * 1024;
        using ConsoleOutput output = Open();
        for (int count = 0; count < Ring + 3; count++)
        {
            output.Put((byte)'a');
        }

        Assert.Equal((0L, 3L), (_metrics.Errors.Value, _metrics.MissedWrites.Value));
    }

    [Fact]
    public void AWriteThatNobodyReadsIsAnError()
    {
        using ConsoleOutput output = Open();
        _pipe.Dispose();

        output.Put((byte)'a');
        output.Flush();

        Assert.Equal((0L, 1L, 1L), (_metrics.Flushes.Value, _metrics.Errors.Value, output.Lost));
    }

    private ConsoleOutput Open() =>
        new(new Descriptor((int)_pipe.ClientSafePipeHandle.DangerousGetHandle()), _loop) { Metrics = _metrics };
}
