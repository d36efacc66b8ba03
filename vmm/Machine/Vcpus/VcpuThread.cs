using System.Threading;
using Kiln.Linux.Errors;
using Kiln.Seccomp.Rules;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Machine.Vcpus;

/// <summary>The thread of a vCPU: it gets a name and a filter, then waits at the machine's gate.</summary>
internal sealed class VcpuThread : IDisposable
{
    // The deepest call path, an exit handled by a device, needs a few KiB; the runtime's own handlers need some more.
    private const int StackLength = 256 * 1024;

    private readonly Vcpu _vcpu;
    private readonly ThreadFilters _filters;
    private readonly ManualResetEventSlim _ready = new(initialState: false, spinCount: 0);
    private Thread? _thread;
    private Exception? _failure;

    /// <summary>Creates a thread that does not run yet.</summary>
    /// <param name="filters">The process's seccomp filters.</param>
    internal VcpuThread(Vcpu vcpu, ThreadFilters filters)
    {
        _vcpu = vcpu;
        _filters = filters;
    }

    /// <summary>Starts the thread; returns when it is filtered and waits at the gate.</summary>
    /// <exception cref="VmmFailure">The host refuses another thread, or it could not be filtered or prepared.</exception>
    internal void Prepare()
    {
        Thread thread = new(Main, StackLength) { IsBackground = true };
        try
        {
            thread.Start();
        }
        catch (OutOfMemoryException)
        {
            // The runtime reports every failure to create a thread this way.
            throw new VmmFailure(
                $"vcpu {_vcpu.Index} cannot start: the host gives no more threads; raise pids.max or the limit nproc, or lower vcpu_count");
        }
        _thread = thread;
        _ready.Wait();
        if (_failure is { } failure)
        {
            throw new VmmFailure($"vcpu {_vcpu.Index} cannot start: {failure.Message}");
        }
    }

    /// <summary>Waits until the thread has ended, if it ever started; the gate has been closed.</summary>
    /// <param name="patience">The longest wait.</param>
    internal bool Join(TimeSpan patience) => _thread is null || _thread.Join(patience);

    /// <summary>Releases the event of the two threads; the thread must have ended.</summary>
    public void Dispose() => _ready.Dispose();

    private void Main()
    {
        try
        {
            ThreadTable.Enter($"{Identity.Current.VcpuThreads} {_vcpu.Index}");
            _vcpu.Attach();
            Logger.SilenceThread();
            _filters.Enter(FilterProfile.Vcpu);
        }
        catch (Exception failure) when (failure is VmmFailure or LinuxException)
        {
            _failure = failure;
            ThreadTable.Leave();
            return;
        }
        finally
        {
            _ready.Set();
        }
        _vcpu.Run();
        ThreadTable.Leave();
    }
}
