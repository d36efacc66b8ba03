using Kiln.Vmm.Json;

namespace Kiln.Vmm.Mmds.Data;

/// <summary>
/// A merge patch (RFC 7396): members of objects are merged, null removes a member, anything else replaces. Makes a new document of two; both are sorted, so
/// they are merged in one pass.
/// </summary>
internal readonly struct MergePatch(MetadataDocument target, MetadataDocument patch)
{
    /// <exception cref="Foundation.VmmFailure">The host has no memory.</exception>
    internal MetadataDocument Apply()
    {
        // A listing may have members of both, with a line end between them; an object a comma.
        DocumentWriter writer = new(
            target.Count + patch.Count,
            target.Json.Length + patch.Json.Length + patch.Count,
            target.PlainLength + patch.PlainLength + patch.Count);
        Merge(0, 0, writer.Take(1), ref writer);
        MetadataDocument merged = writer.Complete();
        GC.KeepAlive(patch);
        return merged;
    }

    /// <param name="old">The node of the target, or <see cref="MergedMembers.None"/>.</param>
    private void Merge(int old, int change, int node, ref DocumentWriter writer)
    {
        if (patch[change].Kind != JsonKind.Object)
        {
            Copy(patch, change, node, ref writer);
            return;
        }
        ChildCursor kept = old != MergedMembers.None && target[old].Kind == JsonKind.Object ? new ChildCursor(target, old) : default;
        MergedMembers members = new(kept, new ChildCursor(patch, change), patch);
        int first = writer.Take(members.Count());
        int child = first;
        writer.Open(node, JsonKind.Object);
        while (members.Move())
        {
            writer.Separate(child - first);
            writer.WriteName(child, members.Name);
            if (members.Change == MergedMembers.None)
            {
                Copy(target, members.Old, child, ref writer);
            }
            else
            {
                Merge(members.Old, members.Change, child, ref writer);
            }
            child++;
        }
        writer.Close(node, first, child - first);
    }

    private static void Copy(MetadataDocument document, int source, int node, ref DocumentWriter writer)
    {
        MetadataNode value = document[source];
        switch (value.Kind)
        {
            case JsonKind.String:
                writer.WriteString(node, document.PlainOf(source).Span);
                break;
            case JsonKind.List or JsonKind.Object:
                CopyChildren(document, value, node, ref writer);
                break;
            default:
                writer.WriteToken(node, value.Kind, document.JsonOf(source).Span);
                break;
        }
    }

    private static void CopyChildren(MetadataDocument document, in MetadataNode value, int node, ref DocumentWriter writer)
    {
        int first = writer.Take(value.Count);
        writer.Open(node, value.Kind);
        for (int index = 0; index < value.Count; index++)
        {
            int child = value.FirstChild + index;
            writer.Separate(index);
            if (value.Kind == JsonKind.Object)
            {
                writer.WriteName(first + index, document.NameOf(child));
            }
            Copy(document, child, first + index, ref writer);
        }
        writer.Close(node, first, value.Count);
    }
}
