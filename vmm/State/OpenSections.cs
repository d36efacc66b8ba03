using System.Runtime.CompilerServices;

namespace Kiln.Vmm.State;

/// <summary>The sections that were begun and not ended, from the outermost to the innermost, each with a place to go back to.</summary>
internal struct OpenSections
{
    // Machine, device, queue and what is inside: twice as many as there are today.
    private const int Deepest = 8;

    private Names _names;
    private Places _places;

    /// <summary>How many there are.</summary>
    internal int Depth { get; private set; }

    /// <summary>Adds an innermost one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="place">The place.</param>
    internal void Push(string name, int place)
    {
        if (Depth == Deepest)
        {
            throw new InvalidOperationException($"section '{name}' is the ninth inside one another; a state has at most {Deepest}");
        }
        _names[Depth] = name;
        _places[Depth++] = place;
    }

    /// <summary>Takes the innermost one away.</summary>
    /// <returns>Its place.</returns>
    internal int Pop() => Depth > 0 ? _places[--Depth] : throw new InvalidOperationException("no section is open");

    /// <summary>The names, with slashes between them; empty outside of all.</summary>
    public override readonly string ToString() => string.Join('/', ((ReadOnlySpan<string?>)_names)[..Depth]);

    [InlineArray(Deepest)]
    private struct Names
    {
        private string? _first;
    }

    [InlineArray(Deepest)]
    private struct Places
    {
        private int _first;
    }
}
