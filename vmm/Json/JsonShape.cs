namespace Kiln.Vmm.Json;

/// <summary>The fields of a type of object, in the order in which messages list them.</summary>
internal sealed class JsonShape
{
    // A JsonRecord marks the fields read in 64 bits.
    private const int MaximumFields = 64;

    private readonly JsonField[] _fields;

    /// <param name="expected">What serde calls the type in its messages, such as <c>struct BootSourceConfig</c>.</param>
    internal JsonShape(string expected, params JsonField[] fields)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fields.Length, MaximumFields);
        Expected = expected;
        _fields = fields;
        Choice = JsonChoice.Of("fields", Array.ConvertAll(fields, field => field.Name.Text));
    }

    /// <summary>What serde calls the type in its messages.</summary>
    internal string Expected { get; }

    /// <summary>The list of known fields, for messages about an unknown one.</summary>
    internal string Choice { get; }

    /// <summary>Whether unknown fields are skipped; otherwise they are refused.</summary>
    internal bool IsLax { get; init; }

    internal int Count => _fields.Length;

    /// <param name="index">The index in the order of the fields.</param>
    internal JsonField this[int index] => _fields[index];

    /// <summary>Finds a field by name.</summary>
    /// <returns>The index of the field, or -1.</returns>
    internal int IndexOf(JsonString name)
    {
        for (int index = 0; index < _fields.Length; index++)
        {
            if (name.Says(_fields[index].Name))
            {
                return index;
            }
        }
        return -1;
    }

    /// <summary>Returns the first required field that has not been read, or null.</summary>
    /// <param name="seen">One bit per field that has been read.</param>
    internal JsonField? MissingOf(ulong seen)
    {
        for (int index = 0; index < _fields.Length; index++)
        {
            if (_fields[index].IsRequired && ((seen >> index) & 1) == 0)
            {
                return _fields[index];
            }
        }
        return null;
    }
}
