using System.Threading;
using Kiln.Seccomp;
using Kiln.Vmm.Confinement;

namespace Kiln.Vmm.Machine;

/// <summary>The thread of a vCPU: named, filtered, then waiting until the machine starts.</summary>
internal sealed class VcpuThread : IDisposable
{
    // The deepest path, a guest's exit into a device, needs a few KiB; the runtime's own handlers some more.
    private const int StackLength = 256 * 1024;

    private readonly Vcpu _vcpu;
    private readonly ThreadFilters? _filters;
    private readonly ManualResetEventSlim _ready = new(initialState: false, spinCount: 0);
    private readonly ManualResetEventSlim _start = new(initialState: false, spinCount: 0);
    private Exception? _failure;

    /// <summary>Describes a thread that does not run yet.</summary>
    /// <param name="vcpu">What it runs.</param>
    /// <param name="filters">The filters of the process, or null without seccomp.</param>
    internal VcpuThread(Vcpu vcpu, ThreadFilters? filters)
    {
        _vcpu = vcpu;
        _filters = filters;
    }

    /// <summary>Starts the thread and returns when it is filtered and could enter the guest.</summary>
    /// <exception cref="VmmFailure">It could not be filtered or prepared.</exception>
    internal void Prepare()
    {
        Thread thread = new(Main, StackLength) { IsBackground = true };
        thread.Start();
        _ready.Wait();
        if (_failure is { } failure)
        {
            throw new VmmFailure($"vcpu {_vcpu.Index} cannot start: {failure.Message}");
        }
    }

    /// <summary>Lets the vCPU enter the guest.</summary>
    internal void Start() => _start.Set();

    /// <summary>Releases what the two sides wait on; the thread must have been started or stopped.</summary>
    public void Dispose()
    {
        _ready.Dispose();
        _start.Dispose();
    }

    private void Main()
    {
        try
        {
            ThreadTable.Enter($"vcpu {_vcpu.Index}");
            _vcpu.Attach();
            _filters?.Enter(FilterProfile.Vcpu);
        }
        catch (Exception failure) when (failure is VmmFailure or Linux.LinuxException)
        {
            _failure = failure;
            return;
        }
        finally
        {
            _ready.Set();
        }
        _start.Wait();
        _vcpu.Run();
    }
}
