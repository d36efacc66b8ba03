using System.IO.Pipes;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Xunit;

namespace Kiln.Linux.Tests.Descriptors;

/// <summary>Timers that are disarmed, and pipes that would block.</summary>
public sealed class ReadinessTests
{
    [Fact]
    public void AStoppedTimerSaysWhatWasLeftAndDoesNotExpire()
    {
        using TimerFd timer = TimerFd.Create();
        Assert.Equal(TimeSpan.Zero, timer.Stop());
        timer.Start(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
        Assert.InRange(timer.Stop(), TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.Zero, timer.Stop());

        timer.Start(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        System.Threading.Thread.Sleep(20);
        timer.Stop();
        Assert.Equal(0ul, timer.Drain());
    }

    [Fact]
    public void APipeIsWritableUntilItIsFull()
    {
        using AnonymousPipeServerStream pipe = new(PipeDirection.Out);
        Descriptor end = new((int)pipe.SafePipeHandle.DangerousGetHandle());
        int pages = 0;
        for (; end.IsWritable; pages++)
        {
            Assert.Equal(4096, end.Write(new byte[4096]).Count);
        }

        Assert.InRange(pages, 1, 256);
    }

    [Fact]
    public void APipeThatNobodyReadsIsWritableAndTheWriteFails()
    {
        using AnonymousPipeServerStream pipe = new(PipeDirection.Out);
        Descriptor end = new((int)pipe.SafePipeHandle.DangerousGetHandle());
        pipe.ClientSafePipeHandle.Dispose();

        Assert.True(end.IsWritable);
        Assert.Equal(Errno.EPIPE, end.Write([1]).Errno);
    }
}
