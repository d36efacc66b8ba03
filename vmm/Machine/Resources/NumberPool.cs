using System.Numerics;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Machine.Resources;

/// <summary>Allocates numbers, from 0 up.</summary>
/// <param name="section">Name of the pool's section in a saved state.</param>
/// <param name="count">Number of numbers, 1 to 64.</param>
internal sealed class NumberPool(string section, int count)
{
    private const ushort Version = 1;

    // Bit map of the numbers in use.
    private ulong _taken;

    /// <summary>Allocates the lowest free number.</summary>
    /// <param name="first">Smaller numbers are skipped.</param>
    /// <returns>Null when all are in use.</returns>
    internal int? TakeLowest(int first)
    {
        ulong below = (1UL << first) - 1;
        int lowest = BitOperations.TrailingZeroCount(~(_taken | below));
        return lowest < count && TryTake(lowest) ? lowest : null;
    }

    /// <summary>Allocates a specific number.</summary>
    /// <param name="number">The number, less than the pool's count.</param>
    /// <returns>False when it is in use.</returns>
    internal bool TryTake(int number)
    {
        bool isFree = (_taken & Bit(number)) == 0;
        _taken |= Bit(number);
        return isFree;
    }

    /// <param name="number">An allocated number.</param>
    internal void Release(int number) => _taken &= ~Bit(number);

    /// <summary>Saves which numbers are in use.</summary>
    internal void Save(ref StateWriter state)
    {
        state.Begin(section, Version);
        state.WriteUInt64(_taken);
        state.End();
    }

    /// <summary>Verifies that the same numbers are in use as in the saved state: the devices have already allocated theirs.</summary>
    /// <exception cref="StateFailure"/>
    internal void Load(ref StateReader state)
    {
        state.Begin(section, Version);
        state.ReadSame("taken", _taken);
        state.End();
    }

    private static ulong Bit(int number) => 1UL << number;
}
