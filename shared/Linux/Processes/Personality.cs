using Kiln.Linux.Abi;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Processes;

/// <summary>The execution domain of this process (personality(2)).</summary>
public static class Personality
{
    [NotInHeader("PER_LINUX of sys/personality.h, and none of the flags that turn off random addresses or make every page executable")]
    private const int Plain = 0;

    /// <summary>Resets the personality to that of an ordinary native program.</summary>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    public static void Reset() => LinuxException.ThrowIfFailed((int)Native.Raw(SystemCall.SYS_personality, Plain), "personality");
}
