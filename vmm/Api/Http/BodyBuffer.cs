using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// Receives the body of a request in memory outside the managed heap, whose hard limit clients must not be able to reach. Mapped on first use with
/// room for the longest body; only pages that were received become resident.
/// </summary>
/// <param name="limit">The maximum length of a body in bytes.</param>
internal sealed unsafe class BodyBuffer(int limit)
{
    // Memory that stays resident for the connection's next body. Beyond that it is returned to the host.
    private const int Retained = 16 * 1024;

    // The maximum number of bytes received at a time, so that a long body does not delay other clients.
    private const int ChunkLength = 64 * 1024;

    private Mapping? _mapping;
    private int _length;
    private int _filled;

    /// <summary>Whether the whole body has been received.</summary>
    internal bool IsComplete => _filled == _length;

    /// <summary>The part received so far.</summary>
    internal ReadOnlySpan<byte> Bytes => new(_mapping is null ? null : _mapping.Address, _filled);

    private Span<byte> Rest => new(_mapping!.Address + _filled, _length - _filled);

    /// <param name="length">The length in bytes; at most the limit.</param>
    /// <returns>False when the host has no memory.</returns>
    internal bool TryBegin(int length)
    {
        if (length > 0 && _mapping is null
            && Mapping.TryAnonymous((nuint)limit, Protection.PROT_READ | Protection.PROT_WRITE, default, out _mapping) is not null)
        {
            return false;
        }
        (_length, _filled) = (length, 0);
        return true;
    }

    /// <summary>Takes the part that was received together with the head.</summary>
    internal void Take(InputBuffer input)
    {
        int count = Math.Min(input.Bytes.Length, _length - _filled);
        if (count > 0)
        {
            input.Bytes[..count].CopyTo(Rest);
            input.Drop(count);
            _filled += count;
        }
    }

    /// <summary>Receives the next part.</summary>
    internal IoResult Receive(Descriptor socket)
    {
        Span<byte> rest = Rest;
        IoResult received = socket.Receive(rest[..Math.Min(rest.Length, ChunkLength)]);
        _filled += received.Count;
        return received;
    }

    internal void Clear()
    {
        if (_filled > Retained)
        {
            _ = _mapping!.Advise(MemoryAdvice.MADV_DONTNEED);
        }
        (_length, _filled) = (0, 0);
    }

    internal void Unmap()
    {
        _mapping?.Dispose();
        _mapping = null;
    }
}
