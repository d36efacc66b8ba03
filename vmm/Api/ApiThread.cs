using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Sockets;
using Kiln.Seccomp.Rules;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Api;

/// <summary>
/// The thread that serves the clients of the API. It is named, and filtered before it accepts the first client. It has an event loop of its own and
/// never waits for the vmm thread.
/// </summary>
internal sealed class ApiThread : IEventHandler, IDisposable
{
    // Parsing a request and writing an answer take a few KiB, the runtime's own handlers some more.
    private const int StackLength = 256 * 1024;

    // Longer than the one second that clients have to read their last answers.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly EventLoop _loop;
    private readonly EventFd _finish = EventFd.Create();
    private readonly ManualResetEventSlim _ready = new(initialState: false, spinCount: 0);
    private readonly HttpServer _server;
    private readonly ThreadFilters _filters;
    private readonly Thread _thread;
    private VmmFailure? _failure;

    /// <summary>Creates the thread without starting it. Clients can already connect, and wait.</summary>
    /// <param name="loop">The event loop of the thread; owned by the caller.</param>
    /// <param name="listener">The listening socket; owned by the caller.</param>
    /// <param name="payloadLimit">The maximum length of a body in bytes.</param>
    /// <param name="filters">The filters of the process.</param>
    /// <exception cref="LinuxException">The process has no file descriptor left.</exception>
    internal ApiThread(EventLoop loop, UnixSocket listener, IApiHandler handler, long payloadLimit, ThreadFilters filters)
    {
        _loop = loop;
        _filters = filters;
        _server = new HttpServer(loop, listener, handler, payloadLimit);
        _ = loop.Watch(_finish.Descriptor, this);
        _thread = new Thread(Main, StackLength) { IsBackground = true };
    }

    /// <summary>Starts the thread, and returns when its filter is installed.</summary>
    /// <exception cref="VmmFailure">The thread cannot be started or filtered.</exception>
    internal void Start()
    {
        try
        {
            _thread.Start();
        }
        catch (OutOfMemoryException)
        {
            // The runtime reports every failure to create a thread as this exception.
            throw new VmmFailure("the api thread cannot start: the host gives no more threads; raise pids.max or the limit nproc");
        }
        _ready.Wait();
        if (_failure is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Stops the event loop, at the request of the vmm thread.</summary>
    public void OnReady(EpollEvents events)
    {
        _finish.Drain();
        _loop.Stop();
    }

    /// <summary>Has the last answers sent, and waits up to 2 s for the thread to end.</summary>
    internal void Finish()
    {
        _finish.Signal();
        _ = _thread.Join(_patience);
    }

    /// <summary>Closes every connection. Call after <see cref="Finish"/>, or when the thread was never started.</summary>
    public void Dispose()
    {
        _server.Dispose();
        _finish.Dispose();
        _ready.Dispose();
    }

    private void Main()
    {
        try
        {
            ThreadTable.Enter(Identity.Current.ApiThread);
            _filters.Enter(FilterProfile.Api);
        }
        catch (VmmFailure failure)
        {
            _failure = failure;
            return;
        }
        finally
        {
            _ready.Set();
        }
        Log.Info(Module.Api, $"API server started.");
        _loop.Run();
        _server.Finish();
        ThreadTable.Leave();
    }
}
