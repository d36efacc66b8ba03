namespace Kiln.Vmm.Json;

/// <summary>The state of reading an object of a known shape.</summary>
/// <param name="start">The offset in bytes at which the object starts.</param>
internal struct JsonRecord(JsonShape shape, int start)
{
    internal JsonSequence Members;

    private ulong _seen;

    internal readonly JsonShape Shape => shape;

    /// <summary>The offset in bytes at which the object starts.</summary>
    internal readonly int Start => start;

    /// <summary>The first required field that has not been read, or null.</summary>
    internal readonly JsonField? Missing => shape.MissingOf(_seen);

    /// <summary>Marks a field as read.</summary>
    /// <param name="index">The index of the field in the shape.</param>
    /// <returns>False when the field has been read before.</returns>
    internal bool TryMark(int index)
    {
        ulong bit = 1UL << index;
        bool isNew = (_seen & bit) == 0;
        _seen |= bit;
        return isNew;
    }
}
