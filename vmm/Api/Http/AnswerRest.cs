using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// The rest of an answer that a client did not take at once, in memory outside the collected heap: mapped when there is the first, as long as
/// the longest may be.
/// </summary>
internal sealed class AnswerRest
{
    private MappedMemory? _memory;
    private int _length;
    private int _sent;

    /// <summary>What was not sent yet.</summary>
    internal ReadOnlySpan<byte> Bytes => _memory is null ? default : _memory.GetSpan()[_sent.._length];

    /// <summary>Keeps a rest, when there is no other.</summary>
    /// <param name="rest">The rest; no longer than the longest answer.</param>
    /// <returns>False when the host has no memory for it.</returns>
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

    /// <summary>The first bytes were sent.</summary>
    /// <param name="count">How many.</param>
    internal void Drop(int count) => _sent += count;

    /// <summary>Forgets it. The memory of a long one goes back to the host.</summary>
    internal void Clear()
    {
        if (_length > HeldAnswers.ShortLength)
        {
            _memory!.Forget();
        }
        (_length, _sent) = (0, 0);
    }

    /// <summary>Gives the memory back for good.</summary>
    internal void Unmap()
    {
        _memory?.Unmap();
        (_memory, _length, _sent) = (null, 0, 0);
    }
}
