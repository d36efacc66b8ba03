using System.Diagnostics;

namespace Kiln.Testing.Harness.Wires;

/// <summary>The frames that are under way in one direction.</summary>
internal sealed class WireDirection(IWireEnd to, WireFaults faults, Random random)
{
    private static readonly TimeSpan _late = TimeSpan.FromMilliseconds(2);

    private readonly PriorityQueue<byte[], long> _held = new();

    /// <summary>When the next frame arrives, by <see cref="Stopwatch.GetTimestamp"/>; null when none is under way.</summary>
    internal long? Next => _held.TryPeek(out _, out long due) ? due : null;

    internal int Lost { get; private set; }

    internal int Passed { get; private set; }

    /// <summary>A frame enters the wire.</summary>
    internal void Enter(ReadOnlySpan<byte> frame)
    {
        if (random.NextDouble() < faults.Lost)
        {
            Lost++;
            return;
        }
        for (int copies = random.NextDouble() < faults.Doubled ? 2 : 1; copies > 0; copies--)
        {
            if (random.NextDouble() < faults.Late)
            {
                _held.Enqueue(frame.ToArray(), Stopwatch.GetTimestamp() + (long)(_late.TotalSeconds * Stopwatch.Frequency));
            }
            else
            {
                Leave(frame);
            }
        }
    }

    /// <summary>Frames whose time has come leave the wire.</summary>
    internal void Advance()
    {
        while (Next <= Stopwatch.GetTimestamp())
        {
            Leave(_held.Dequeue());
        }
    }

    private void Leave(ReadOnlySpan<byte> frame)
    {
        Passed++;
        to.Write(frame);
    }
}
