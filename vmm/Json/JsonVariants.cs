using System.Runtime.CompilerServices;

namespace Kiln.Vmm.Json;

/// <summary>The values of an enumeration of 32 bits, with the names that clients use.</summary>
internal sealed class JsonVariants<T>
    where T : struct, Enum
{
    private readonly JsonName[] _names;

    // As numbers: an array of each enumeration's own type would bring a dozen types of its own, which every start pays for.
    private readonly int[] _values;

    /// <param name="variants">The names and values, in the order in which messages list them.</param>
    internal JsonVariants(params ReadOnlySpan<(string Name, T Value)> variants)
    {
        _names = new JsonName[variants.Length];
        _values = new int[variants.Length];
        string[] names = new string[variants.Length];
        for (int index = 0; index < variants.Length; index++)
        {
            names[index] = variants[index].Name;
            _names[index] = new JsonName(variants[index].Name);
            _values[index] = Unsafe.BitCast<T, int>(variants[index].Value);
        }
        Choice = JsonChoice.Of("variants", names);
    }

    /// <summary>The list of names, for messages about an unknown one.</summary>
    internal string Choice { get; }

    /// <summary>Finds a value by name.</summary>
    internal bool TryFind(JsonString name, out T value)
    {
        for (int index = 0; index < _names.Length; index++)
        {
            if (name.Says(_names[index]))
            {
                value = Unsafe.BitCast<int, T>(_values[index]);
                return true;
            }
        }
        value = default;
        return false;
    }

    /// <summary>Returns the name of a value.</summary>
    /// <exception cref="ArgumentException">The value has no name, which is a bug.</exception>
    internal ReadOnlySpan<byte> NameOf(T value)
    {
        int number = Unsafe.BitCast<T, int>(value);
        int index = Array.IndexOf(_values, number);
        return index < 0 ? throw new ArgumentException($"the variant {number} has no name", nameof(value)) : _names[index].Utf8;
    }
}
