using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Api.Http;

/// <summary>What a client sent and nobody read yet.</summary>
internal sealed class InputBuffer
{
    // Room for a line of any length and, mostly, for a whole request: one call reads it.
    private const int Capacity = 4 * RequestHead.LineLimit;

    private readonly byte[] _bytes = new byte[Capacity];
    private int _start;
    private int _end;

    /// <summary>The bytes, until the next change.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Whether there are none.</summary>
    internal bool IsEmpty => _start == _end;

    /// <summary>Forgets the first bytes.</summary>
    /// <param name="count">How many.</param>
    internal void Drop(int count) => _start += count;

    /// <summary>Forgets all.</summary>
    internal void Clear() => (_start, _end) = (0, 0);

    /// <summary>Receives more, behind what is there; the caller leaves at most a line.</summary>
    /// <param name="socket">From where.</param>
    internal IoResult Receive(Descriptor socket)
    {
        Bytes.CopyTo(_bytes);
        (_start, _end) = (0, _end - _start);
        IoResult received = socket.Receive(_bytes.AsSpan(_end));
        _end += received.Count;
        return received;
    }
}
