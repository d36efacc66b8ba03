namespace Kiln.Vmm.Devices.Legacy;

/// <summary>The bytes that a serial port has received and its guest has not read, in order.</summary>
internal struct ReceiveFifo
{
    /// <summary>Bytes that fit. Firecracker's port has as many; a guest sees no size.</summary>
    internal const int Capacity = 64;

    private readonly byte[] _bytes = new byte[Capacity];
    private int _first;

    /// <summary>Makes an empty queue.</summary>
    public ReceiveFifo()
    {
    }

    /// <summary>Bytes that wait.</summary>
    internal int Count { get; private set; }

    /// <summary>Bytes that still fit.</summary>
    internal readonly int Free => Capacity - Count;

    /// <summary>Takes a byte in.</summary>
    /// <param name="value">The byte.</param>
    /// <returns>False when there is no room.</returns>
    internal bool TryPut(byte value)
    {
        if (Free == 0)
        {
            return false;
        }
        _bytes[(_first + Count) % Capacity] = value;
        Count++;
        return true;
    }

    /// <summary>Takes the oldest byte out.</summary>
    /// <returns>The byte, or zero when none waits.</returns>
    internal byte Take()
    {
        if (Count == 0)
        {
            return 0;
        }
        byte value = _bytes[_first];
        _first = (_first + 1) % Capacity;
        Count--;
        return value;
    }

    /// <summary>Copies what waits, in order.</summary>
    /// <param name="into">Room for <see cref="Capacity"/> bytes.</param>
    /// <returns>How many wait.</returns>
    internal readonly int CopyTo(Span<byte> into)
    {
        for (int index = 0; index < Count; index++)
        {
            into[index] = _bytes[(_first + index) % Capacity];
        }
        return Count;
    }

    /// <summary>Replaces what waits.</summary>
    /// <param name="bytes">At most <see cref="Capacity"/> bytes.</param>
    internal void Fill(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes);
        _first = 0;
        Count = bytes.Length;
    }
}
