using System.IO;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using Xunit;

namespace Kiln.Integration.Tests.Harness;

/// <summary>How many pages a program touches: the faults that need no disk, as the kernel counts them in a process from its start to its end.</summary>
internal static unsafe class MinorFaults
{
    // Of struct rusage, in words of eight bytes; ru_minflt is the ninth.
    private const int UsageLength = 18;
    private const int FaultsPlace = 8;

    /// <summary>Runs a program to its end, which must be status 0, with nothing to read.</summary>
    /// <param name="command">The program and its arguments.</param>
    internal static long Of(params string[] command)
    {
        using AnonymousPipeServerStream output = new(PipeDirection.In, HandleInheritability.None);
        int process = PosixSpawn.Start(command, output.ClientSafePipeHandle, output.ClientSafePipeHandle);
        output.DisposeLocalCopyOfClientHandle();
        using StreamReader reader = new(output);
        string text = reader.ReadToEnd();
        int status;
        long* usage = stackalloc long[UsageLength];
        Assert.Equal(process, wait4(process, &status, 0, usage));
        Assert.Equal((0, text), (status, text));
        return usage[FaultsPlace];
    }

    [DllImport("libc")]
    private static extern int wait4(int process, int* status, int options, long* usage);
}
