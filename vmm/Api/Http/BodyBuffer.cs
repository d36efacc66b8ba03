using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// The body of a request as it comes, in memory outside the collected heap, which has a hard limit that clients must not reach: mapped when
/// the first body comes, as long as the longest may be, and of that only what was sent is really there.
/// </summary>
/// <param name="limit">The longest body, in bytes.</param>
internal sealed unsafe class BodyBuffer(int limit)
{
    // What a connection keeps for its next body. The rest of a longer one goes back to the host.
    private const int Retained = 16 * 1024;

    // Received at a time, so that a long body does not keep others waiting.
    private const int ChunkLength = 64 * 1024;

    private Mapping? _mapping;
    private int _length;
    private int _filled;

    /// <summary>Whether all of it has come.</summary>
    internal bool IsComplete => _filled == _length;

    /// <summary>What has come of it.</summary>
    internal ReadOnlySpan<byte> Bytes => new(_mapping is null ? null : _mapping.Address, _filled);

    private Span<byte> Rest => new(_mapping!.Address + _filled, _length - _filled);

    /// <summary>Begins a body.</summary>
    /// <param name="length">Its length, in bytes; at most the limit.</param>
    /// <returns>False when the host has no memory for it.</returns>
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

    /// <summary>Takes what there is of it among what came with the head.</summary>
    /// <param name="input">What came.</param>
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

    /// <summary>Receives more of it.</summary>
    /// <param name="socket">From where.</param>
    internal IoResult Receive(Descriptor socket)
    {
        Span<byte> rest = Rest;
        IoResult received = socket.Receive(rest[..Math.Min(rest.Length, ChunkLength)]);
        _filled += received.Count;
        return received;
    }

    /// <summary>Forgets the body.</summary>
    internal void Clear()
    {
        if (_filled > Retained)
        {
            _ = _mapping!.Advise(MemoryAdvice.MADV_DONTNEED);
        }
        (_length, _filled) = (0, 0);
    }

    /// <summary>Gives the memory back for good.</summary>
    internal void Unmap()
    {
        _mapping?.Dispose();
        _mapping = null;
    }
}
