namespace Kiln.Vmm.Tests;

/// <summary>Bytes that an action allocates on this thread once it has run before.</summary>
internal static class Allocation
{
    private const int Rounds = 1000;

    internal static long Of(Action action)
    {
        // The first rounds may load types and compile.
        for (int round = 0; round < Rounds; round++)
        {
            action();
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < Rounds; round++)
        {
            action();
        }
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
