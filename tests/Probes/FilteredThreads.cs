using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Linux.Signals;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Seccomp.Bpf;
using Kiln.Vmm.Foundation;

namespace Kiln.Probes;

/// <summary>
/// Threads that carry filters of a set, each as it is told: <c>vcpu 0=launch,setup,vcpu</c>. Behind a program <c>~</c> alters its default
/// answer, and <c>+</c> is a program that allows everything. They wait until the process is ended.
/// </summary>
internal static unsafe class FilteredThreads
{
    private const int Futex = 202;

    // FUTEX_WAIT | FUTEX_PRIVATE_FLAG: the filters allow no wait that another process could end.
    private const int Wait = 128;

    private static readonly CountdownEvent _ready = new(1);
    private static readonly int _never;

    /// <summary>Starts the threads, reports that, and waits for the end of standard input.</summary>
    /// <param name="threads">What each is called and carries.</param>
    internal static void Run(string path, string[] threads)
    {
        if (!FilterSet.TryRead(File.ReadAllBytes(path), out FilterSet? set, out string? error))
        {
            throw new InvalidOperationException(error);
        }
        ProcessControl.SetNoNewPrivileges();
        foreach (string[] thread in threads.Select(thread => thread.Split('=')))
        {
            sock_filter[][] programs = [.. thread[1].Split(',').Select(name => ProgramOf(set, name))];
            _ready.AddCount();
            new Thread(() => Live(thread[0], programs)) { IsBackground = true }.Start();
        }
        _ready.Signal();
        _ready.Wait();
        Message.Output("ready\n");
        byte[] rest = new byte[1];
        while (Descriptor.StandardInput.Read(rest).Count > 0)
        {
        }
        SignalSafe.Exit(0);
    }

    private static sock_filter[] ProgramOf(FilterSet set, string name)
    {
        if (name == "+")
        {
            return [new() { code = BpfCodes.Return, k = FilterAction.Allow.Value }];
        }
        sock_filter[] program = set.Program(FilterProfiles.Named(name.TrimEnd('~'))!.Value).ToArray();
        // The last but one: the last is the answer to calls of another architecture.
        ref sock_filter answer = ref program[^2];
        answer.k = name.EndsWith('~') ? FilterAction.Errno(1).Value : answer.k;
        return program;
    }

    private static void Live(string name, sock_filter[][] programs)
    {
        ProcessControl.NameThread(name);
        foreach (sock_filter[] program in programs)
        {
            if (SeccompFilter.Install(program, SeccompFlags.None) is { } error)
            {
                throw new LinuxException(error);
            }
        }
        _ready.Signal();
        fixed (int* never = &_never)
        {
            while (true)
            {
                _ = syscall(Futex, (nint)never, Wait, 0, 0, 0, 0);
            }
        }
    }

    [DllImport("libc")]
    private static extern nint syscall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);
}
