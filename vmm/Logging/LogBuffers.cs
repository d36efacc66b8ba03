using System.Numerics;
using System.Runtime.InteropServices;
using System.Threading;

namespace Kiln.Vmm.Logging;

/// <summary>
/// The buffers in which lines are composed. They are allocated once, outside the managed heap, so that no thread allocates for a line. Only buffers
/// that have been used are resident.
/// </summary>
internal static unsafe class LogBuffers
{
    /// <summary>The length of a buffer in bytes, and the maximum length of a line: PIPE_BUF, up to which a write to a pipe is atomic.</summary>
    internal const int Length = 4096;

    // More than there are threads: 32 vCPUs, vmm, api and the runtime's.
    private const int Count = 64;

    private static readonly byte* _memory = (byte*)NativeMemory.Alloc(Count, Length);
    private static ulong _free = ulong.MaxValue;

    /// <returns>The number of the buffer, or -1 when all are in use.</returns>
    internal static int Rent()
    {
        ulong free = Volatile.Read(ref _free);
        while (free != 0)
        {
            ulong found = Interlocked.CompareExchange(ref _free, free & (free - 1), free);
            if (found == free)
            {
                return BitOperations.TrailingZeroCount(free);
            }
            free = found;
        }
        return -1;
    }

    internal static Span<byte> Of(int number) => new(_memory + (number * Length), Length);

    internal static void Return(int number) => Interlocked.Or(ref _free, 1UL << number);
}
