using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Kiln.Linux.Processes;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation;

namespace Kiln.Probes;

/// <summary>Sets up the monitor's threads with their real filters, and fails in one of them.</summary>
internal sealed unsafe class PlantedFault
{
    // In the first page, which nothing ever maps.
    private const nint BadAddress = 64;

    private readonly FaultKind _kind;

    private PlantedFault(FaultKind kind) => _kind = kind;

    ~PlantedFault() => Fail(_kind);

    /// <summary>Fails in the given thread; does not return.</summary>
    internal static void Run(FaultThread thread, FaultKind kind)
    {
        ProcessGuard.Raise();
        FilterSet set = FilterSetSource.FromJailer() ?? FilterSetSource.Embedded;
        DescriptorNumbers.Reserve();
        ThreadFilters filters = ThreadFilters.Establish(set);
        Thread vcpu = new(() => Live(filters, FilterProfile.Vcpu, "vcpu 0", thread == FaultThread.Vcpu ? kind : null), 256 * 1024);
        vcpu.Start();
        if (thread == FaultThread.Vcpu)
        {
            vcpu.Join();
        }
        Prepare(kind);
        filters.Enter(FilterProfile.Vmm);
        if (thread == FaultThread.Runtime)
        {
            Abandon(kind);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Fail(kind);
    }

    private static void Live(ThreadFilters filters, FilterProfile profile, string name, FaultKind? kind)
    {
        ThreadTable.Enter(name);
        if (kind is { } prepared)
        {
            Prepare(prepared);
        }
        filters.Enter(profile);
        if (kind is { } fault)
        {
            Fail(fault);
        }
        Thread.Sleep(Timeout.Infinite);
    }

    // The collector looks at the host's memory in the middle of every collection; a filter below the thread's own forbids just that.
    private static void Prepare(FaultKind kind)
    {
        if (kind == FaultKind.ViolationInCollector)
        {
            int forbidden = SyscallTable.NumberOf("sysinfo")!.Value;
            RuleSet others = new([.. SyscallTable.Numbers.Where(number => number != forbidden).Select(number => new SyscallRule(number, []))]);
            _ = SeccompFilter.Install(BpfCompiler.Compile(others).Instructions, SeccompFlags.None);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Abandon(FaultKind kind) => _ = new PlantedFault(kind);

    /// <summary>Fails in the calling thread; does not return.</summary>
    internal static void Fail(FaultKind kind)
    {
        switch (kind)
        {
            case FaultKind.Exception:
                throw new InvalidOperationException("a planted exception");
            case FaultKind.FailFast:
                Environment.FailFast("a planted failure");
                break;
            case FaultKind.Heap:
                List<byte[]> hoard = [];
                while (true)
                {
                    hoard.Add(new byte[64 * 1024]);
                }
            case FaultKind.Violation:
                _ = acct(null);
                break;
            case FaultKind.ViolationWithoutTransition:
                _ = acct_without_transition(null);
                break;
            case FaultKind.ViolationInCollector:
                GC.Collect();
                break;
            case FaultKind.NullReference:
                _ = Volatile.Read(ref Unsafe.AsRef<string?>(null)!)!.Length;
                break;
            case FaultKind.BadAddress:
                _ = memset((void*)BadAddress, 0, sizeof(ulong));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }

    [DllImport("libc.so.6")]
    private static extern int acct(byte* file);

    [DllImport("libc.so.6")]
    private static extern void* memset(void* start, int value, nuint length);

    [DllImport("libc.so.6", EntryPoint = "acct")]
    [SuppressGCTransition]
    private static extern int acct_without_transition(byte* file);
}
