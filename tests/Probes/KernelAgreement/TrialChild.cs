using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Kiln.Linux.Abi;
using Kiln.Linux.Processes;
using Kiln.Linux.Signals;

namespace Kiln.Probes.KernelAgreement;

/// <summary>
/// The life of a forked child: guard, program, call, fault. The runtime does not survive a fork; nothing here allocates, and all calls are
/// made without a GC transition.
/// </summary>
internal static unsafe class TrialChild
{
    private const string Library = "libc";

    // Where siginfo_t has the fields of SIGSYS (sigaction(2), asm-generic/siginfo.h).
    private const int ErrnoOffset = 4;
    private const int CodeOffset = 8;
    private const int NumberOffset = 24;
    private const int ArchitectureOffset = 28;

    private static TrialPlan* _plan;

    /// <summary>Has SIGSYS recorded by the children to come.</summary>
    internal static void CatchSignal() => SignalDisposition.Handle(Signal.SIGSYS, &Record);

    /// <summary>Forks a child that carries a plan out.</summary>
    /// <returns>The child's id, or -1.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int Fork(TrialPlan* plan)
    {
        int child = fork();
        if (child == 0)
        {
            Live(plan);
        }
        return child;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Live(TrialPlan* plan)
    {
        _plan = plan;
        TrialRecord* record = plan->Record;
        _ = signal((int)Signal.SIGSEGV, null);
        record->Value = Install(&plan->Guard);
        if (record->Value == 0)
        {
            Volatile.Write(ref *(int*)&record->Stage, (int)TrialStage.Guarded);
            for (int index = 0; index < plan->ProgramCount && record->Value == 0; index++)
            {
                // At the one address that the guard lets through.
                plan->Tested = plan->Programs[index];
                record->Value = Install(&plan->Tested);
                record->Error = *__errno_location();
            }
        }
        if (record->Value == 0)
        {
            Volatile.Write(ref *(int*)&record->Stage, (int)TrialStage.Calling);
            ulong* a = plan->Arguments;
            if (plan->CompatibleCall is null)
            {
                record->Value = syscall(plan->Number, a[0], a[1], a[2], a[3], a[4], a[5]);
                record->Error = *__errno_location();
            }
            else
            {
                int result = plan->CompatibleCall(plan->Number, plan->LowHalves);
                (record->Value, record->Error) = result < 0 ? (-1, -result) : (result, 0);
            }
            Volatile.Write(ref *(int*)&record->Stage, (int)TrialStage.Returned);
        }
        *plan->Nowhere = 0;
    }

    private static long Install(sock_fprog* program) =>
        syscall((int)SystemCall.SYS_seccomp, (ulong)SeccompOperation.SECCOMP_SET_MODE_FILTER, 0, (ulong)program, 0, 0, 0);

    // Never returns: the tested program may refuse rt_sigreturn.
    private static void Record(int signal, void* information, void* context)
    {
        TrialRecord* record = _plan->Record;
        byte* bytes = (byte*)information;
        record->Error = *(int*)(bytes + ErrnoOffset);
        record->Code = *(int*)(bytes + CodeOffset);
        record->Number = *(int*)(bytes + NumberOffset);
        record->Architecture = *(uint*)(bytes + ArchitectureOffset);
        Volatile.Write(ref *(int*)&record->Stage, (int)TrialStage.Trapped);
        *_plan->Nowhere = 0;
    }

    [DllImport(Library)]
    [SuppressGCTransition]
    private static extern int fork();

    [DllImport(Library)]
    [SuppressGCTransition]
    private static extern void* signal(int number, void* handler);

    [DllImport(Library)]
    [SuppressGCTransition]
    private static extern nint syscall(nint number, ulong a, ulong b, ulong c, ulong d, ulong e, ulong f);

    [DllImport(Library)]
    [SuppressGCTransition]
    private static extern int* __errno_location();
}
