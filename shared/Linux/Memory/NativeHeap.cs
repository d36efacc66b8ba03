namespace Kiln.Linux.Memory;

/// <summary>The C library's heap.</summary>
public static class NativeHeap
{
    /// <summary>
    /// Limits malloc to one arena. Otherwise the first contention between two threads makes the C library count processors, for which it opens
    /// a file of /sys on whichever thread that happens.
    /// </summary>
    /// <exception cref="InvalidOperationException">The C library rejects the parameter.</exception>
    public static void UseOneArena()
    {
        if (Native.mallopt((int)HeapParameter.M_ARENA_MAX, 1) != 1)
        {
            throw new InvalidOperationException("the C library's heap does not take M_ARENA_MAX");
        }
    }
}
