using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Linux.Signals;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Rules;
using Kiln.Vmm.Foundation;

namespace Kiln.Probes.KernelAgreement;

/// <summary>A second thread of this process puts a filter on itself and makes the call that it answers; the first one looks on.</summary>
internal static class FilteredThread
{
    private const int GetParentId = 110;

    // A thread that neither ends nor returns is a failure; a loaded machine needs no more than a part of this.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private static readonly FilterAction[] _actions =
        [FilterAction.Allow, FilterAction.Log, FilterAction.Trace, FilterAction.KillThread, FilterAction.KillProcess];

    private static int _thread;
    private static long _returned;

    /// <summary>Prints what became of the thread, unless the process ends.</summary>
    /// <param name="name">The action as profiles write it.</param>
    /// <returns>Zero when the thread returned from its call or ended.</returns>
    /// <exception cref="InvalidOperationException">There is no such action.</exception>
    internal static int Print(string name)
    {
        FilterAction action = _actions.First(action => action.ToString() == name);
        ProcessControl.Dumpable = false;
        ProcessControl.SetNoNewPrivileges();
        RuleSet rules = new([new SyscallRule(GetParentId, []) { Action = action }]) { Default = FilterAction.Allow };
        BpfProgram program = BpfCompiler.Compile(rules);
        new Thread(() => Live(program), 256 * 1024).Start();
        string? end = null;
        for (long start = Environment.TickCount64; end is null && Environment.TickCount64 - start < _patience.TotalMilliseconds;)
        {
            end = End();
            Thread.Sleep(1);
        }
        Message.Output($"{name}: {end ?? "nothing"}\n");
        // The runtime does not know that the thread has ended: an ordinary exit would wait for it.
        SignalSafe.Exit(end is null ? 1 : 0);
        return 0;
    }

    private static string? End()
    {
        // In this order: a thread that returned from its call ends soon, too.
        int thread = Volatile.Read(ref _thread);
        SystemError? gone = thread == 0 ? null : CurrentThread.Signal(thread, 0);
        return Volatile.Read(ref _returned) switch
        {
            0 => gone?.Errno == Errno.ESRCH ? "the thread ended, the process did not" : null,
            > 0 => "the call was made",
            _ => "the call was not made",
        };
    }

    private static void Live(BpfProgram program)
    {
        if (SeccompFilter.Install(program.Instructions, SeccompFlags.None) is { } error)
        {
            throw new LinuxException(error);
        }
        Volatile.Write(ref _thread, CurrentThread.Id);
        long result = syscall(GetParentId);
        // A parent outside the process's pid namespace has the number 0.
        Volatile.Write(ref _returned, result < 0 ? -1 : 1);
    }

    // With the GC transition: the collector must not wait for a thread that ended in here.
    [DllImport("libc")]
    private static extern nint syscall(nint number);
}
