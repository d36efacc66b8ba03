namespace Kiln.Seccomp.Proof;

internal static class Adjacent
{
    private const int Neighbors = 64;

    /// <summary>
    /// Joins what paths have divided; joining two parts makes others adjacent. Those that belong together lie close together, so few neighbors are looked at.
    /// </summary>
    /// <param name="parts">The parts in an order that brings neighbors together; joined in place.</param>
    /// <param name="joined">Both as one part; null when they are not adjacent.</param>
    internal static void Join<T>(List<T> parts, Func<T, T, T?> joined)
        where T : class
    {
        for (int index = 0; index < parts.Count; index++)
        {
            for (int other = index + 1; other < Math.Min(parts.Count, index + Neighbors);)
            {
                if (joined(parts[index], parts[other]) is { } both)
                {
                    parts[index] = both;
                    parts.RemoveAt(other);
                    other = index + 1;
                }
                else
                {
                    other++;
                }
            }
        }
    }
}
