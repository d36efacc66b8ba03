using System.Runtime.InteropServices;
using Kiln.Vmm.Json;

namespace Kiln.Vmm.Mmds.Data;

/// <summary>
/// Metadata: an immutable JSON value as flat nodes over its compact text and its plain text, which has names, strings without escapes, and listings. Every
/// answer to a guest is a part of one of the two.
/// </summary>
internal sealed class MetadataDocument
{
    /// <summary>The longest compact text, whatever limit is set: as the longest body of a request. Its nodes may take 18 times as much.</summary>
    internal const int MostLength = 4 * 1024 * 1024;

    private readonly DocumentMemory _memory;
    private readonly TextRange _plain;
    private readonly TextRange _json;

    /// <param name="memory">The nodes, then the texts.</param>
    /// <param name="count">The number of nodes.</param>
    internal MetadataDocument(DocumentMemory memory, int count, TextRange plain, TextRange json)
    {
        (_memory, Count, _plain, _json) = (memory, count, plain, json);
    }

    /// <summary>The number of nodes.</summary>
    internal int Count { get; }

    /// <summary>The whole document in compact JSON, with sorted names.</summary>
    internal ReadOnlyMemory<byte> Json => _memory.Memory.Slice(_json.Start, _json.Length);

    /// <summary>Whether the whole document is null.</summary>
    internal bool IsNull => this[0].Kind == JsonKind.Null;

    /// <summary>The length of the plain text in bytes.</summary>
    internal int PlainLength => _plain.Length;

    private ReadOnlySpan<MetadataNode> Nodes =>
        MemoryMarshal.Cast<byte, MetadataNode>(_memory.GetSpan())[..Count];

    /// <summary>Reads the next value of a text.</summary>
    /// <exception cref="JsonFailure">It is not JSON.</exception>
    /// <exception cref="Foundation.VmmFailure">The host has no memory.</exception>
    internal static MetadataDocument Read(ref JsonReader reader)
    {
        using MetadataDraft draft = new(reader.Left);
        draft.Read(ref reader);
        return new DraftSort(draft).Write();
    }

    internal ref readonly MetadataNode this[int node] => ref Nodes[node];

    /// <summary>The characters of a string, or the listing of an object.</summary>
    internal ReadOnlyMemory<byte> PlainOf(int node) => _memory.Memory.Slice(_plain.Start + this[node].Plain.Start, this[node].Plain.Length);

    /// <summary>A value in compact JSON.</summary>
    internal ReadOnlyMemory<byte> JsonOf(int node) => _memory.Memory.Slice(_json.Start + this[node].Json.Start, this[node].Json.Length);

    internal ReadOnlySpan<byte> NameOf(int node) => this[node].Name.In(_memory.GetSpan().Slice(_plain.Start, _plain.Length));

    /// <summary>Finds a value; allocates nothing.</summary>
    /// <param name="path">The path of a resource, from a slash on.</param>
    /// <returns>The node; -1 if there is none.</returns>
    internal int Find(ReadOnlySpan<byte> path)
    {
        int node = 0;
        foreach (Range range in path.Split((byte)'/'))
        {
            ReadOnlySpan<byte> token = path[range];
            if (!token.IsEmpty)
            {
                node = ChildOf(node, token);
                if (node < 0)
                {
                    break;
                }
            }
        }
        return node;
    }

    private int ChildOf(int node, ReadOnlySpan<byte> token)
    {
        ref readonly MetadataNode parent = ref this[node];
        return parent.Kind switch
        {
            JsonKind.Object => MemberOf(parent, token),
            JsonKind.List when PointerToken.TryIndex(token, out int index) && index < parent.Count => parent.FirstChild + index,
            _ => -1,
        };
    }

    private int MemberOf(in MetadataNode parent, ReadOnlySpan<byte> token)
    {
        int low = parent.FirstChild;
        int high = low + parent.Count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            int order = PointerToken.Compare(token, NameOf(middle));
            if (order == 0)
            {
                return middle;
            }
            (low, high) = order < 0 ? (low, middle) : (middle + 1, high);
        }
        return -1;
    }
}
