using Kiln.Linux.Abi;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Processes;

/// <summary>Bytes that nobody can foretell (getrandom(2)). Unlike the runtime's own they need neither a library nor a device file.</summary>
public static unsafe class RandomBytes
{
    /// <summary>The most that the kernel gives whole, whatever signals come.</summary>
    [NotInHeader("the manual page has it: no header does")]
    public const int MaximumLength = 256;

    /// <summary>Fills a buffer. Waits while the kernel, just started, has not gathered enough.</summary>
    /// <param name="buffer">At most <see cref="MaximumLength"/> bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The buffer is longer.</exception>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static void Fill(Span<byte> buffer)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(buffer.Length, MaximumLength, nameof(buffer));
        fixed (byte* start = buffer)
        {
            while (Native.Raw(SystemCall.SYS_getrandom, (nuint)start, (nuint)buffer.Length) < 0)
            {
                SystemError error = SystemError.Last("getrandom");
                // Only a wait is interrupted.
                if (error.Errno != Errno.EINTR)
                {
                    throw new LinuxException(error);
                }
            }
        }
    }

    /// <summary>Fills memory, once: a signal may cut it short. Never throws.</summary>
    /// <param name="start">The first byte.</param>
    /// <param name="length">How many.</param>
    /// <returns>How many were filled.</returns>
    public static IoResult TryFill(byte* start, long length) =>
        IoResult.From(Native.Raw(SystemCall.SYS_getrandom, (nuint)start, (nuint)length));
}
