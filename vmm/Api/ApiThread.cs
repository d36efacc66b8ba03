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
/// The thread that serves the clients of the API: named, filtered before the first one is accepted, with a loop of its own in which it never
/// waits for the vmm thread.
/// </summary>
internal sealed class ApiThread : IEventHandler, IDisposable
{
    // Reading a request and writing an answer take a few KiB; the runtime's own handlers some more.
    private const int StackLength = 256 * 1024;

    // Beyond the second that clients have for taking their last answers.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly EventLoop _loop;
    private readonly EventFd _finish = EventFd.Create();
    private readonly ManualResetEventSlim _ready = new(initialState: false, spinCount: 0);
    private readonly HttpServer _server;
    private readonly ThreadFilters _filters;
    private readonly Thread _thread;
    private VmmFailure? _failure;

    /// <summary>Makes a thread that does not run yet; clients can connect, and wait.</summary>
    /// <param name="loop">Its loop; the caller's.</param>
    /// <param name="listener">Where clients connect; the caller's.</param>
    /// <param name="handler">Answers requests.</param>
    /// <param name="payloadLimit">The longest body, in bytes.</param>
    /// <param name="filters">The filters of the process.</param>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    internal ApiThread(EventLoop loop, UnixSocket listener, IApiHandler handler, long payloadLimit, ThreadFilters filters)
    {
        _loop = loop;
        _filters = filters;
        _server = new HttpServer(loop, listener, handler, payloadLimit);
        _ = loop.Watch(_finish.Descriptor, this);
        _thread = new Thread(Main, StackLength) { IsBackground = true };
    }

    /// <summary>Starts it, and returns when it is filtered.</summary>
    /// <exception cref="VmmFailure">There is no thread to be had, or it could not be filtered.</exception>
    internal void Start()
    {
        try
        {
            _thread.Start();
        }
        catch (OutOfMemoryException)
        {
            // What the runtime makes of every refusal of the kernel.
            throw new VmmFailure("the api thread cannot start: the host gives no more threads; raise pids.max or the limit nproc");
        }
        _ready.Wait();
        if (_failure is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>The vmm thread asks for the end.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        _finish.Drain();
        _loop.Stop();
    }

    /// <summary>Has the last answers sent, and returns when the thread has ended.</summary>
    internal void Finish()
    {
        _finish.Signal();
        _ = _thread.Join(_patience);
    }

    /// <summary>Closes every connection; after <see cref="Finish"/>, or when the thread never ran.</summary>
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
