using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Api.Http;

/// <summary>Input that was received and not parsed yet.</summary>
internal sealed class InputBuffer
{
    // Room for the longest line and, in most cases, for a whole request, which one call then receives.
    private const int Capacity = 4 * RequestHead.LineLimit;

    private readonly byte[] _bytes = new byte[Capacity];
    private int _start;
    private int _end;

    /// <summary>The bytes; valid until the next change.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_start, _end - _start);

    internal bool IsEmpty => _start == _end;

    /// <summary>Removes bytes from the start.</summary>
    internal void Drop(int count) => _start += count;

    internal void Clear() => (_start, _end) = (0, 0);

    /// <summary>Receives more bytes and appends them. At most one line may be left in the buffer.</summary>
    internal IoResult Receive(Descriptor socket)
    {
        Bytes.CopyTo(_bytes);
        (_start, _end) = (0, _end - _start);
        IoResult received = socket.Receive(_bytes.AsSpan(_end));
        _end += received.Count;
        return received;
    }
}
