using System.Threading;
using Kiln.Linux.Errors;
using Kiln.Seccomp.Rules;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Machine.Vcpus;

/// <summary>The thread of a vCPU: named, filtered, then waiting at the machine's gate.</summary>
internal sealed class VcpuThread : IDisposable
{
    // The deepest path, a guest's exit into a device, needs a few KiB; the runtime's own handlers some more.
    private const int StackLength = 256 * 1024;

    private readonly Vcpu _vcpu;
    private readonly ThreadFilters? _filters;
    private readonly ManualResetEventSlim _ready = new(initialState: false, spinCount: 0);
    private Thread? _thread;
    private Exception? _failure;

    /// <summary>Describes a thread that does not run yet.</summary>
    /// <param name="vcpu">What it runs.</param>
    /// <param name="filters">The filters of the process, or null without seccomp.</param>
    internal VcpuThread(Vcpu vcpu, ThreadFilters? filters)
    {
        _vcpu = vcpu;
        _filters = filters;
    }

    /// <summary>Starts the thread and returns when it is filtered and waits at the gate.</summary>
    /// <exception cref="VmmFailure">There is no thread to be had, or it could not be filtered or prepared.</exception>
    internal void Prepare()
    {
        Thread thread = new(Main, StackLength) { IsBackground = true };
        try
        {
            thread.Start();
        }
        catch (OutOfMemoryException)
        {
            // What the runtime makes of every refusal of the kernel.
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

    /// <summary>Waits until the thread has ended, if it ever began; after the gate was closed.</summary>
    /// <param name="patience">How long at most.</param>
    /// <returns>Whether it has.</returns>
    internal bool Join(TimeSpan patience) => _thread is null || _thread.Join(patience);

    /// <summary>Releases what the two sides wait on; the thread must have ended.</summary>
    public void Dispose() => _ready.Dispose();

    private void Main()
    {
        try
        {
            ThreadTable.Enter($"{Identity.Current.VcpuThreads} {_vcpu.Index}");
            _vcpu.Attach();
            Logger.SilenceThread();
            _filters?.Enter(FilterProfile.Vcpu);
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
