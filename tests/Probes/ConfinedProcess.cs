using System.Runtime.InteropServices;
using System.Threading;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation;

namespace Kiln.Probes;

/// <summary>What a process of several threads may do before and after it confines itself as a monitor without a jailer does.</summary>
internal static unsafe class ConfinedProcess
{
    private const int Everything = 7; // PROT_READ, PROT_WRITE and PROT_EXEC
    private const int PrivateAnonymous = 0x22;
    private const int Tgkill = 234;

    private static volatile bool _over;

    /// <summary>Prints it, a line each; the second says too that the collector still reaches a thread that was there before.</summary>
    /// <param name="other">Another process of this user.</param>
    internal static void Print(int other)
    {
        Thread busy = new(() =>
        {
            while (!_over)
            {
                GC.KeepAlive(new byte[64]);
            }
        });
        busy.Start();
        Message.Output($"before: {Abilities(other)}\n");
        UnjailedProcess.Confine();
        Message.Output($"after: {Abilities(other)}\n");
        GC.Collect();
        _over = true;
        busy.Join();
        Message.Output("collected\n");
    }

    private static string Abilities(int other)
    {
        // Signal 0 only asks.
        string signal = syscall(Tgkill, other, other, 0) == 0 ? "signals" : "does not signal";
        nint page = mmap(0, (nuint)Environment.SystemPageSize, Everything, PrivateAnonymous, -1, 0);
        return $"{signal}, {(page == -1 ? "no executable memory" : "executable memory")}";
    }

    [DllImport("libc")]
    private static extern nint syscall(nint number, nint process, nint thread, nint signal);

    [DllImport("libc")]
    private static extern nint mmap(nint address, nuint length, int protection, int flags, int file, nint offset);
}
