using System.Threading;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Tests.Devices.Virtio.Net;

/// <summary>Tests whose taps are sockets, or go away: the log of that helps nobody. It is quiet until the last of those that run has ended.</summary>
public abstract class QuietTests : IDisposable
{
    private static int _running;

    protected QuietTests()
    {
        if (Interlocked.Increment(ref _running) == 1)
        {
            _ = Log.Logger.Configure(new LoggerConfiguration(Level: LogLevel.Off));
        }
    }

    public void Dispose()
    {
        if (Interlocked.Decrement(ref _running) == 0)
        {
            _ = Log.Logger.Configure(new LoggerConfiguration());
        }
        GC.SuppressFinalize(this);
    }
}
