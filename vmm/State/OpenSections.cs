using System.Runtime.CompilerServices;

namespace Kiln.Vmm.State;

/// <summary>The stack of open sections, outermost first, each with a position to return to.</summary>
internal struct OpenSections
{
    // Twice today's nesting of machine, devices, device and queue.
    private const int Deepest = 8;

    private Names _names;
    private Places _places;

    /// <summary>Number of open sections.</summary>
    internal int Depth { get; private set; }

    /// <summary>Opens a section inside the current one.</summary>
    internal void Push(string name, int place)
    {
        if (Depth == Deepest)
        {
            throw new InvalidOperationException($"section '{name}' is nested too deeply; a state has at most {Deepest} levels");
        }
        _names[Depth] = name;
        _places[Depth++] = place;
    }

    /// <summary>Closes the innermost section and returns its position.</summary>
    internal int Pop() => Depth > 0 ? _places[--Depth] : throw new InvalidOperationException("no section is open");

    /// <summary>The names of the open sections, separated by slashes; empty outside of all.</summary>
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
