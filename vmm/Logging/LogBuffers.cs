using System.Numerics;
using System.Runtime.InteropServices;
using System.Threading;

namespace Kiln.Vmm.Logging;

/// <summary>
/// Where lines are put together: buffers that are there from the first line on, outside the managed heap, so that no thread allocates for a
/// line. Only those that were used have memory.
/// </summary>
internal static unsafe class LogBuffers
{
    /// <summary>Bytes of a buffer, and so of a line. PIPE_BUF: a pipe takes this much whole or not at all.</summary>
    internal const int Length = 4096;

    // More than there are threads: 32 processors, vmm, api and the runtime's.
    private const int Count = 64;

    private static readonly byte* _memory = (byte*)NativeMemory.Alloc(Count, Length);
    private static ulong _free = ulong.MaxValue;

    /// <summary>Takes a buffer.</summary>
    /// <returns>Its number, or -1 when all are taken.</returns>
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

    /// <summary>A buffer.</summary>
    /// <param name="number">Its number.</param>
    internal static Span<byte> Of(int number) => new(_memory + (number * Length), Length);

    /// <summary>Gives a buffer back.</summary>
    /// <param name="number">Its number.</param>
    internal static void Return(int number) => Interlocked.Or(ref _free, 1UL << number);
}
