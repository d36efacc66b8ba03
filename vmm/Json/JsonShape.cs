using System.Linq;

namespace Kiln.Vmm.Json;

/// <summary>The fields of a kind of object, in the order in which messages list them.</summary>
internal sealed class JsonShape
{
    // A record marks the fields that it has seen in 64 bits.
    private const int MaximumFields = 64;

    private readonly JsonField[] _fields;

    /// <summary>Describes a kind of object.</summary>
    /// <param name="expected">What serde calls it where something else stands in its place: <c>struct BootSourceConfig</c>.</param>
    /// <param name="fields">Its fields.</param>
    internal JsonShape(string expected, params JsonField[] fields)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fields.Length, MaximumFields);
        Expected = expected;
        _fields = fields;
        Choice = JsonChoice.Of("fields", fields.Select(field => field.Name.Text));
    }

    /// <summary>What serde calls it.</summary>
    internal string Expected { get; }

    /// <summary>What may stand in place of an unknown field.</summary>
    internal string Choice { get; }

    /// <summary>Whether unknown fields are skipped. Otherwise they are refused.</summary>
    internal bool IsLax { get; init; }

    /// <summary>How many fields it has.</summary>
    internal int Count => _fields.Length;

    /// <summary>A field.</summary>
    /// <param name="index">Its place in the order.</param>
    internal JsonField this[int index] => _fields[index];

    /// <summary>Looks a name up.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The field's place in the order; -1 when there is none.</returns>
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

    /// <summary>The first field that must be there and is not.</summary>
    /// <param name="seen">A bit for each field that is.</param>
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
