using Kiln.Linux.Abi;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Processes;

/// <summary>Secure random bytes (getrandom(2)). Unlike the runtime's generator this needs neither a library nor a device file.</summary>
public static unsafe class RandomBytes
{
    /// <summary>The most that the kernel returns in one call even if signals arrive.</summary>
    [NotInHeader("the manual page has it: no header does")]
    public const int MaximumLength = 256;

    /// <summary>Fills a buffer. Blocks until the kernel's generator is initialized after boot.</summary>
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
                // Only a blocked call is interrupted.
                if (error.Errno != Errno.EINTR)
                {
                    throw new LinuxException(error);
                }
            }
        }
    }

    /// <summary>Fills memory with one call, which a signal may cut short. Never throws.</summary>
    /// <returns>The number of bytes filled.</returns>
    public static IoResult TryFill(byte* start, long length) =>
        IoResult.From(Native.Raw(SystemCall.SYS_getrandom, (nuint)start, (nuint)length));
}
