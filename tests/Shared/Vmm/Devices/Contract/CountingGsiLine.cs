using System.Threading;
using Kiln.Vmm.Devices.Contract;

namespace Kiln.Testing.Vmm.Devices.Contract;

/// <summary>Counts how often the line is raised.</summary>
/// <param name="gsi">The interrupt number that a guest sees.</param>
internal sealed class CountingGsiLine(uint gsi = 5) : IGsiLine
{
    private int _count;

    internal int Count => Volatile.Read(ref _count);

    public uint Gsi => gsi;

    /// <summary>What the driver does when it is interrupted; null if nothing.</summary>
    internal Action? OnRaise { get; set; }

    public void Raise()
    {
        Interlocked.Increment(ref _count);
        OnRaise?.Invoke();
    }

    public void Dispose()
    {
    }
}
