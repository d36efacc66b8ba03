namespace Kiln.Vmm.Tests;

/// <summary>
/// Measures the bytes that an action allocates on this thread after a warm-up run. The least of some measurements counts: a collection that another test
/// causes takes away what is left of this thread's allocation context, and the runtime counts that as allocated.
/// </summary>
internal static class Allocation
{
    private const int Rounds = 1000;

    // Collections are rare: two in succession hardly meet a measurement of microseconds each.
    private const int Measurements = 3;

    internal static long Of(Action action)
    {
        // The first rounds may load types and compile.
        for (int round = 0; round < Rounds; round++)
        {
            action();
        }
        long least = long.MaxValue;
        for (int measurement = 0; measurement < Measurements && least > 0; measurement++)
        {
            least = Math.Min(least, Measure(action));
        }
        return least;
    }

    private static long Measure(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < Rounds; round++)
        {
            action();
        }
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
