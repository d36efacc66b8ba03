using System.Buffers.Binary;
using Kiln.Vmm.State;

namespace Kiln.Fuzz.Mutation;

/// <summary>
/// The sections of a saved state, found without knowing what is in them: a length, that many visible characters, a version and the length of
/// what follows stand nowhere else by chance.
/// </summary>
internal static class StateSections
{
    // Of what is in a section: version and length.
    private const int BehindName = sizeof(ushort) + sizeof(ulong);

    // No section is of a newer version.
    private const int NewestVersion = 16;

    /// <summary>Finds all, an outer one before those in it.</summary>
    /// <param name="bytes">The state, with whatever is in front of it.</param>
    /// <param name="start">Where the first one may start.</param>
    internal static IReadOnlyList<StateSection> Find(ReadOnlySpan<byte> bytes, int start)
    {
        List<StateSection> found = [];
        AddIn(found, bytes, start, bytes.Length);
        return found;
    }

    private static void AddIn(List<StateSection> found, ReadOnlySpan<byte> bytes, int start, int end)
    {
        for (int at = start; at < end;)
        {
            if (At(bytes[..end], at) is { } section)
            {
                found.Add(section);
                AddIn(found, bytes, section.Content, section.End);
                at = section.End;
            }
            else
            {
                at++;
            }
        }
    }

    private static StateSection? At(ReadOnlySpan<byte> bytes, int start)
    {
        int name = bytes[start];
        int content = start + 1 + name + BehindName;
        if (content > bytes.Length || !SectionName.IsSound(bytes.Slice(start + 1, name)))
        {
            return null;
        }
        ReadOnlySpan<byte> behind = bytes.Slice(start + 1 + name, BehindName);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(behind[sizeof(ushort)..]);
        return BinaryPrimitives.ReadUInt16LittleEndian(behind) is > 0 and <= NewestVersion && length <= (ulong)(bytes.Length - content)
            ? new StateSection(start, content, content + (int)length)
            : null;
    }
}
