using System.Runtime.InteropServices;

namespace Kiln.Probes.Coverage;

/// <summary>Reads another process's memory (process_vm_readv(2)).</summary>
internal static unsafe class TraceeMemory
{
    /// <param name="process">Whose; this process must be allowed to trace it.</param>
    /// <returns>Whether all of it could be read.</returns>
    internal static bool TryRead(int process, ulong address, Span<byte> bytes)
    {
        fixed (byte* own = bytes)
        {
            Vector local = new() { Base = (ulong)own, Length = (ulong)bytes.Length };
            Vector remote = new() { Base = address, Length = (ulong)bytes.Length };
            return process_vm_readv(process, &local, 1, &remote, 1, 0) == bytes.Length;
        }
    }

    [DllImport("libc")]
    private static extern nint process_vm_readv(int process, Vector* local, nuint locals, Vector* remote, nuint remotes, nuint flags);

    // struct iovec.
    private struct Vector
    {
        internal ulong Base;
        internal ulong Length;
    }
}
