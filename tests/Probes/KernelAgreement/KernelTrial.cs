using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Linux.Signals;
using Kiln.Testing.Seccomp.Generation;

namespace Kiln.Probes.KernelAgreement;

/// <summary>Has the kernel run programs on a call, in a child that the call may end.</summary>
internal sealed unsafe class KernelTrial : IDisposable
{
    // Programs of faulty compilers too have no more than the kernel takes.
    private const int MostInstructions = 4096;

    // launch, setup and a thread's own.
    private const int MostPrograms = 3;

    // What si_code says of a SIGSYS that a filter sent (SYS_SECCOMP of asm-generic/siginfo.h).
    private const int SentByFilter = 1;

    private readonly CompatibleCall _compatible;
    private readonly TrialPlan* _plan;
    private readonly sock_fprog* _programs;
    private int _child;

    /// <summary>Lays out the memory of one child at a time.</summary>
    /// <param name="compatible">Makes 32-bit calls.</param>
    internal KernelTrial(CompatibleCall compatible, TrialRecord* record)
    {
        _compatible = compatible;
        _plan = (TrialPlan*)NativeMemory.AllocZeroed((nuint)sizeof(TrialPlan));
        sock_filter* guard = (sock_filter*)NativeMemory.Alloc(GuardProgram.Length, (nuint)sizeof(sock_filter));
        GuardProgram.Compose((ulong)&_plan->Tested).CopyTo(new Span<sock_filter>(guard, GuardProgram.Length));
        _programs = (sock_fprog*)NativeMemory.Alloc(MostPrograms, (nuint)sizeof(sock_fprog));
        for (int index = 0; index < MostPrograms; index++)
        {
            _programs[index].filter = (sock_filter*)NativeMemory.Alloc(MostInstructions, (nuint)sizeof(sock_filter));
        }
        _plan->Programs = _programs;
        _plan->Guard = new() { len = GuardProgram.Length, filter = guard };
        _plan->Record = record;
    }

    /// <param name="call">The call, native or 32-bit.</param>
    /// <param name="programs">The programs, the oldest first; each but the last allows the next to be installed.</param>
    /// <exception cref="InvalidOperationException">There is no room for another process.</exception>
    internal void Start(Call call, params ReadOnlySpan<sock_filter[]> programs)
    {
        for (int index = 0; index < programs.Length; index++)
        {
            programs[index].CopyTo(new Span<sock_filter>(_programs[index].filter, MostInstructions));
            _programs[index].len = (ushort)programs[index].Length;
        }
        _plan->ProgramCount = programs.Length;
        for (int index = 0; index < call.Arguments.Length; index++)
        {
            _plan->Arguments[index] = call.Arguments[index];
            _plan->LowHalves[index] = (uint)call.Arguments[index];
        }
        _plan->Number = call.Number;
        _plan->CompatibleCall = (uint)call.Architecture == CompatibleCall.Architecture ? _compatible.Entry : null;
        *_plan->Record = default;
        _child = TrialChild.Fork(_plan);
        if (_child < 0)
        {
            throw new InvalidOperationException("fork failed: raise the limit of processes");
        }
    }

    /// <summary>Waits for the child's end.</summary>
    /// <param name="call">The call with which it was started.</param>
    internal KernelOutcome Wait(Call call)
    {
        int status;
        while (Ptrace.Wait(_child, &status, 0) != _child)
        {
            // Interrupted by a signal of the runtime's.
        }
        TrialRecord record = *_plan->Record;
        return (record.Stage, (Signal)status) switch
        {
            (TrialStage.Calling, Signal.SIGSYS) => new(OutcomeKind.Killed, 0),
            (TrialStage.Guarded, Signal.SIGSEGV) => new(OutcomeKind.Refused, record.Error),
            (TrialStage.Returned, Signal.SIGSEGV) => Returned(in record),
            (TrialStage.Trapped, Signal.SIGSEGV) when Fits(in record, call) => new(OutcomeKind.Trapped, record.Error),
            _ => new(OutcomeKind.Strange, ((long)record.Stage << 32) | (uint)status),
        };
    }

    public void Dispose()
    {
        NativeMemory.Free(_plan->Guard.filter);
        for (int index = 0; index < MostPrograms; index++)
        {
            NativeMemory.Free(_programs[index].filter);
        }
        NativeMemory.Free(_programs);
        NativeMemory.Free(_plan);
    }

    private KernelOutcome Returned(in TrialRecord record) => record.Value switch
    {
        -1 => new(OutcomeKind.Failed, record.Error),
        // errno(0) makes a call return zero, which getpid never does.
        0 => new(OutcomeKind.Failed, 0),
        var value when value == _child => new(OutcomeKind.Made, 0),
        _ => new(OutcomeKind.Strange, record.Value),
    };

    private static bool Fits(in TrialRecord record, Call call) =>
        record.Code == SentByFilter && record.Number == call.Number && record.Architecture == (uint)call.Architecture;
}
