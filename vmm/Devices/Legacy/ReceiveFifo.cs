namespace Kiln.Vmm.Devices.Legacy;

/// <summary>The receive FIFO of a serial port: bytes that arrived and that the guest has not read.</summary>
internal struct ReceiveFifo
{
    /// <summary>The capacity in bytes, as in Firecracker. The guest cannot see it.</summary>
    internal const int Capacity = 64;

    private readonly byte[] _bytes = new byte[Capacity];
    private int _first;

    public ReceiveFifo()
    {
    }

    /// <summary>The number of queued bytes.</summary>
    internal int Count { get; private set; }

    /// <summary>The number of bytes that still fit.</summary>
    internal readonly int Free => Capacity - Count;

    /// <returns>False when the FIFO is full.</returns>
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

    /// <summary>Removes the oldest byte.</summary>
    /// <returns>The byte, or zero when the FIFO is empty.</returns>
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

    /// <summary>Copies the queued bytes, oldest first.</summary>
    /// <param name="into">Has room for <see cref="Capacity"/> bytes.</param>
    internal readonly int CopyTo(Span<byte> into)
    {
        for (int index = 0; index < Count; index++)
        {
            into[index] = _bytes[(_first + index) % Capacity];
        }
        return Count;
    }

    /// <summary>Replaces the queued bytes.</summary>
    /// <param name="bytes">At most <see cref="Capacity"/> bytes.</param>
    internal void Fill(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes);
        _first = 0;
        Count = bytes.Length;
    }
}
