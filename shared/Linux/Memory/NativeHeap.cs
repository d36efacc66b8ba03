namespace Kiln.Linux.Memory;

/// <summary>The C library's own heap.</summary>
public static class NativeHeap
{
    /// <summary>
    /// Keeps to one arena. Otherwise the first contention of two threads makes the C library count processors, for which it opens a file
    /// of /sys on whichever thread it happens.
    /// </summary>
    /// <exception cref="InvalidOperationException">The C library does not take the parameter.</exception>
    public static void UseOneArena()
    {
        if (Native.mallopt((int)HeapParameter.M_ARENA_MAX, 1) != 1)
        {
            throw new InvalidOperationException("the C library's heap does not take M_ARENA_MAX");
        }
    }
}
