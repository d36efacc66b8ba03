using System.Threading;
using Kiln.Vmm.Devices.Contract;

namespace Kiln.Testing.Vmm.Devices.Legacy;

/// <summary>Counts how often the line is raised.</summary>
internal sealed class CountingLine : IInterruptLine
{
    private int _count;

    internal int Count => Volatile.Read(ref _count);

    public void Raise() => Interlocked.Increment(ref _count);
}
