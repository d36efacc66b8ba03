using System.Linq;

namespace Kiln.Vmm.Json;

/// <summary>The values of an enumeration by the names that clients write.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
internal sealed class JsonVariants<T>
    where T : struct, Enum
{
    private readonly (JsonName Name, T Value)[] _variants;

    /// <summary>Names values.</summary>
    /// <param name="variants">Names and values, in the order in which messages list them.</param>
    internal JsonVariants(params (string Name, T Value)[] variants)
    {
        _variants = [.. variants.Select(variant => (new JsonName(variant.Name), variant.Value))];
        Choice = JsonChoice.Of("variants", variants.Select(variant => variant.Name));
    }

    /// <summary>What may stand in place of an unknown name.</summary>
    internal string Choice { get; }

    /// <summary>Looks a name up.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether there is one of that name.</returns>
    internal bool TryFind(JsonString name, out T value)
    {
        foreach ((JsonName known, T variant) in _variants)
        {
            if (name.Says(known))
            {
                value = variant;
                return true;
            }
        }
        value = default;
        return false;
    }

    /// <summary>The name of a value.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">It has none: an error of this program.</exception>
    internal ReadOnlySpan<byte> NameOf(T value)
    {
        foreach ((JsonName name, T variant) in _variants)
        {
            if (EqualityComparer<T>.Default.Equals(variant, value))
            {
                return name.Utf8;
            }
        }
        throw new ArgumentException($"{value} has no name", nameof(value));
    }
}
