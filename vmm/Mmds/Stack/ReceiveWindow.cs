namespace Kiln.Vmm.Mmds.Stack;

/// <summary>What a connection has received and nobody has taken yet. Its free bytes are the window that the guest is told.</summary>
/// <param name="bytes">Room for <see cref="Length"/> bytes.</param>
internal sealed unsafe class ReceiveWindow(byte* bytes)
{
    /// <summary>The most that is received and not taken, and so the longest request: Firecracker's, 2,500 bytes.</summary>
    internal const int Length = 2500;

    private int _count;

    internal int Free => Length - _count;

    internal ReadOnlySpan<byte> Received => new(bytes, _count);

    /// <summary>Adds what came in order.</summary>
    /// <param name="data">At most <see cref="Free"/> bytes.</param>
    internal void Add(ReadOnlySpan<byte> data)
    {
        data.CopyTo(new Span<byte>(bytes + _count, Free));
        _count += data.Length;
    }

    /// <summary>Removes the first bytes.</summary>
    internal void Take(int count)
    {
        Received[count..].CopyTo(new Span<byte>(bytes, Length));
        _count -= count;
    }

    internal void Clear() => _count = 0;
}
