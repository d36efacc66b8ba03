using Kiln.Vmm.Json;

namespace Kiln.Vmm.Mmds.Data;

/// <summary>A value of a document. The children of a list or an object are consecutive nodes; those of an object are sorted by name.</summary>
internal struct MetadataNode
{
    internal JsonKind Kind { get; set; }

    /// <summary>The value in the document's compact text.</summary>
    internal TextRange Json { get; set; }

    /// <summary>The name within its object, in the document's plain text.</summary>
    internal TextRange Name { get; set; }

    /// <summary>The characters of a string, or the listing of an object, in the document's plain text.</summary>
    internal TextRange Plain { get; set; }

    internal int FirstChild { get; set; }

    internal int Count { get; set; }
}
