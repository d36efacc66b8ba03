using Kiln.Linux.Abi;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Memory;

/// <summary>Tells which pages of this process's memory the kernel has at hand (mincore(2)).</summary>
public static unsafe class ResidentPages
{
    /// <summary>Bytes of a page.</summary>
    [NotInHeader("the architecture's; no header has it")]
    public const int PageLength = 4096;

    /// <summary>
    /// Finds the resident pages of a mapped range. A page of anonymous memory that is not resident was never written, or is in the host's swap space.
    /// </summary>
    /// <param name="start">Address of the first page.</param>
    /// <param name="resident">Receives a byte for each page, whose lowest bit is set if the page is resident.</param>
    /// <returns>Null on success, otherwise why not.</returns>
    public static SystemError? TryFind(byte* start, Span<byte> resident)
    {
        fixed (byte* vector = resident)
        {
            return Native.mincore(start, (nuint)resident.Length * PageLength, vector) == 0 ? null : SystemError.Last("mincore");
        }
    }
}
