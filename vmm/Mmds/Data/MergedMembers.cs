using Kiln.Vmm.Json;

namespace Kiln.Vmm.Mmds.Data;

/// <summary>The members of an object after a merge patch, in the order of their names.</summary>
/// <param name="kept">The members of the target.</param>
/// <param name="changes">The members of the patch.</param>
internal ref struct MergedMembers(ChildCursor kept, ChildCursor changes, MetadataDocument patch)
{
    /// <summary>In place of a node: there is none.</summary>
    internal const int None = -1;

    private ChildCursor _kept = kept;
    private ChildCursor _changes = changes;

    /// <summary>The node of the target; <see cref="None"/> if the patch adds the member.</summary>
    internal int Old { get; private set; } = None;

    /// <summary>The node of the patch; <see cref="None"/> if it leaves the member as it is.</summary>
    internal int Change { get; private set; } = None;

    internal ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Moves to the next member that is left.</summary>
    /// <returns>False at the end.</returns>
    internal bool Move()
    {
        while (_kept.Left > 0 || _changes.Left > 0)
        {
            int order = _kept.CompareTo(_changes);
            (Old, Change) = (None, None);
            if (order <= 0)
            {
                Old = _kept.Node;
                Name = _kept.Name;
                _kept.Move();
            }
            if (order >= 0)
            {
                Change = _changes.Node;
                Name = _changes.Name;
                _changes.Move();
            }
            if (Change == None || patch[Change].Kind != JsonKind.Null)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Counts the members from here on.</summary>
    internal readonly int Count()
    {
        MergedMembers rest = this;
        int count = 0;
        while (rest.Move())
        {
            count++;
        }
        return count;
    }
}
