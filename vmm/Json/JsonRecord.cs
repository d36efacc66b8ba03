namespace Kiln.Vmm.Json;

/// <summary>How far a reader is in an object of a shape.</summary>
/// <param name="shape">The shape.</param>
/// <param name="start">Where the object starts, in bytes.</param>
internal struct JsonRecord(JsonShape shape, int start)
{
    /// <summary>How far it is.</summary>
    internal JsonSequence Members;

    private ulong _seen;

    /// <summary>Its shape.</summary>
    internal readonly JsonShape Shape => shape;

    /// <summary>Where it starts, in bytes.</summary>
    internal readonly int Start => start;

    /// <summary>The first field that must be there and was not read.</summary>
    internal readonly JsonField? Missing => shape.MissingOf(_seen);

    /// <summary>Marks a field as read.</summary>
    /// <param name="index">Its place in the shape.</param>
    /// <returns>False when it was read before.</returns>
    internal bool TryMark(int index)
    {
        ulong bit = 1UL << index;
        bool isNew = (_seen & bit) == 0;
        _seen |= bit;
        return isNew;
    }
}
