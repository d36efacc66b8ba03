using Kiln.Testing.Vmm.Mmds;

namespace Kiln.Fuzz.Targets.Mmds;

/// <summary>What a guest knows of one of its connections, and what the service must keep to.</summary>
/// <param name="window">The window that the guest's SYN told.</param>
internal sealed class GuestConnection(ushort window)
{
    private readonly Dictionary<uint, byte> _bytes = [];

    /// <summary>The guest's next number.</summary>
    internal uint Next { get; set; }

    /// <summary>The first number of the service that the guest has not got in order.</summary>
    internal uint Expected { get; private set; }

    // The right edge of the window that the guest has told; null before the first segment of the service.
    private uint? Edge { get; set; }

    internal bool IsAnswered { get; private set; }

    internal bool IsFinished { get; private set; }

    /// <summary>The guest tells how much it takes.</summary>
    internal void Offer(uint acknowledgment, ushort window)
    {
        uint edge = unchecked(acknowledgment + window);
        Edge = Edge is { } old && unchecked((int)(edge - old)) < 0 ? old : edge;
    }

    /// <summary>Takes a segment of the service.</summary>
    /// <exception cref="InvalidOperationException">The service sends something else than before under the same number, or more than the guest takes.</exception>
    internal void Take(StackSegment segment)
    {
        if ((segment.Flags & StackGuest.Syn) != 0)
        {
            _bytes.Clear();
            Expected = unchecked(segment.Sequence + 1);
            Offer(segment.Sequence, window);
            return;
        }
        for (int index = 0; index < segment.Payload.Length; index++)
        {
            uint place = unchecked(segment.Sequence + (uint)index);
            if (_bytes.TryGetValue(place, out byte before) && before != segment.Payload[index])
            {
                throw new InvalidOperationException($"byte {place} is another one than before");
            }
            _bytes[place] = segment.Payload[index];
        }
        uint end = unchecked(segment.Sequence + (uint)segment.Payload.Length);
        // One byte may ask whether a closed window still is.
        if (segment.Payload.Length > 1 && Edge is { } edge && unchecked((int)(end - edge)) > 0)
        {
            throw new InvalidOperationException($"the segment ends at {end}, beyond the window, which ends at {edge}");
        }
        while (_bytes.ContainsKey(Expected))
        {
            Expected++;
            IsAnswered = true;
        }
        if ((segment.Flags & StackGuest.Fin) != 0 && end == Expected)
        {
            Expected++;
            IsFinished = true;
        }
    }
}
