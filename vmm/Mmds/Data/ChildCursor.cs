namespace Kiln.Vmm.Mmds.Data;

/// <summary>A position among the members of an object, in the order of their names. Its default has no members.</summary>
internal ref struct ChildCursor(MetadataDocument document, int node)
{
    internal int Node { get; private set; } = document[node].FirstChild;

    /// <summary>The number of members from here on.</summary>
    internal int Left { get; private set; } = document[node].Count;

    internal readonly ReadOnlySpan<byte> Name => document.NameOf(Node);

    internal void Move()
    {
        Node++;
        Left--;
    }

    /// <summary>Compares the names here and there. No member comes after every member.</summary>
    internal readonly int CompareTo(in ChildCursor other) => (Left, other.Left) switch
    {
        (0, _) => 1,
        (_, 0) => -1,
        _ => Name.SequenceCompareTo(other.Name),
    };
}
