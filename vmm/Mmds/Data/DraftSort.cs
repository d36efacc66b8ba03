using Kiln.Vmm.Json;

namespace Kiln.Vmm.Mmds.Data;

/// <summary>Makes a draft a document: names sorted by bytes, and of two with the same name the last.</summary>
internal sealed class DraftSort(MetadataDraft draft)
{
    // One for all objects, of which there can be many. The order of the text decides between equal names.
    private readonly Comparison<int> _order = (one, other) => Compare(draft, one, other) is var difference and not 0 ? difference : one - other;

    /// <exception cref="Foundation.VmmFailure">The host has no memory.</exception>
    internal MetadataDocument Write()
    {
        // A string takes two quotation marks, a name a colon more, and every value a comma or a bracket; a listing has the name again, and two more.
        // A character that is escaped takes six bytes, but came in as six: it is never more than the text that was read.
        const int Marks = 6;
        const int LongestEscape = 6;
        DocumentWriter writer = new(
            draft.Count, (draft.TextLength * LongestEscape) + (draft.Count * Marks), (draft.TextLength * 2) + (draft.Count * 2));
        Write(0, writer.Take(1), 0, ref writer);
        return writer.Complete();
    }

    /// <param name="room">The first free place in the order.</param>
    private void Write(int source, int node, int room, ref DocumentWriter writer)
    {
        DraftNode value = draft.Nodes[source];
        switch (value.Kind)
        {
            case JsonKind.String:
                writer.WriteString(node, draft.TextOf(value.Text));
                break;
            case JsonKind.List or JsonKind.Object:
                int count = value.Kind == JsonKind.List ? Gather(source, room) : Sort(room, Gather(source, room));
                WriteChildren(value.Kind, node, room, count, ref writer);
                break;
            default:
                writer.WriteToken(node, value.Kind, draft.TextOf(value.Text));
                break;
        }
    }

    private void WriteChildren(JsonKind kind, int node, int room, int count, ref DocumentWriter writer)
    {
        int first = writer.Take(count);
        writer.Open(node, kind);
        for (int index = 0; index < count; index++)
        {
            int child = draft.Order[room + index];
            writer.Separate(index);
            if (kind == JsonKind.Object)
            {
                writer.WriteName(first + index, draft.TextOf(draft.Nodes[child].Name));
            }
            Write(child, first + index, room + count, ref writer);
        }
        writer.Close(node, first, count);
    }

    /// <returns>The number of children, which are in the order from the first free place on.</returns>
    private int Gather(int source, int room)
    {
        int count = 0;
        for (int child = source + 1; child < draft.Nodes[source].Next; child = draft.Nodes[child].Next)
        {
            draft.Order[room + count] = child;
            count++;
        }
        return count;
    }

    /// <returns>The number of different names.</returns>
    private int Sort(int room, int count)
    {
        Span<int> order = draft.Order.Slice(room, count);
        order.Sort(_order);
        int kept = 0;
        for (int index = 0; index < count; index++)
        {
            bool isLast = index + 1 == count || Compare(draft, order[index], order[index + 1]) != 0;
            order[kept] = order[index];
            kept += isLast ? 1 : 0;
        }
        return kept;
    }

    private static int Compare(MetadataDraft draft, int one, int other) =>
        draft.TextOf(draft.Nodes[one].Name).SequenceCompareTo(draft.TextOf(draft.Nodes[other].Name));
}
