using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// The unsent rest of an answer that the client did not read at once. Lies in memory outside the managed heap, mapped on first use with room for
/// the longest answer.
/// </summary>
internal sealed class AnswerRest
{
    private MappedMemory? _memory;
    private int _length;
    private int _sent;

    /// <summary>The bytes not sent yet.</summary>
    internal ReadOnlySpan<byte> Bytes => _memory is null ? default : _memory.GetSpan()[_sent.._length];

    /// <summary>Stores a rest; there must be none.</summary>
    /// <param name="rest">The bytes; at most the longest answer.</param>
    /// <returns>False when the host has no memory.</returns>
    internal bool TryKeep(ReadOnlySpan<byte> rest)
    {
        _memory ??= MappedMemory.TryCreate(HeldAnswers.LongestAnswer);
        if (_memory is null)
        {
            return false;
        }
        rest.CopyTo(_memory.GetSpan());
        (_length, _sent) = (rest.Length, 0);
        return true;
    }

    /// <summary>Removes bytes that were sent.</summary>
    internal void Drop(int count) => _sent += count;

    /// <summary>Removes everything. Returns the memory of a long rest to the host.</summary>
    internal void Clear()
    {
        if (_length > HeldAnswers.ShortLength)
        {
            _memory!.Forget();
        }
        (_length, _sent) = (0, 0);
    }

    internal void Unmap()
    {
        _memory?.Unmap();
        (_memory, _length, _sent) = (null, 0, 0);
    }
}
