using System.Buffers.Binary;
using System.Linq;
using Kiln.Fuzz.Running;
using Kiln.Testing.Vmm.State;
using Kiln.Vmm.State;

namespace Kiln.Fuzz.Mutation;

/// <summary>
/// Mutates saved states: mostly the content of a section, however deeply nested, with correct lengths around it; sometimes any byte. Most get a valid
/// checksum.
/// </summary>
/// <param name="random">The source of randomness.</param>
/// <param name="lead">Bytes in front of the state. They say what the state is of.</param>
internal sealed class StateMutator(Random random, int lead) : IMutator
{
    // Of eight inputs, this many keep a wrong checksum: the others get past it.
    private const int UnsealedOfEight = 1;

    private const int MostEdits = 2;
    private const int MostInserted = 16;
    private const int MostTries = 32;

    // Where sections begin: behind magic and version.
    private int Sections => lead + StateFormat.HeaderLength;

    /// <inheritdoc/>
    public byte[] Next(Corpus corpus)
    {
        // Most of what a run keeps is refused for something, and with another change for the same: only a seed gets to what is behind it.
        EditBuffer bytes = new(random.Next(4) == 0 ? corpus.Any(random) : corpus.Seed(random));
        for (int edits = random.Next(1, MostEdits + 1); edits > 0 && bytes.Length > 0; edits--)
        {
            Edit(bytes, Other(corpus, bytes.Bytes));
        }
        if (bytes.Length > lead && random.Next(8) >= UnsealedOfEight)
        {
            SavedState.Seal(bytes.Bytes[lead..]);
        }
        return bytes.ToArray();
    }

    // Mostly a state of the same thing.
    private byte[] Other(Corpus corpus, ReadOnlySpan<byte> state)
    {
        ReadOnlySpan<byte> whose = state[..Math.Min(lead, state.Length)];
        byte[] other = corpus.Seed(random);
        for (int tries = 0; tries < MostTries && !other.AsSpan().StartsWith(whose); tries++)
        {
            other = corpus.Seed(random);
        }
        return other;
    }

    private void Edit(EditBuffer bytes, byte[] other)
    {
        IReadOnlyList<StateSection> sections = random.Next(16) == 0 ? [] : StateSections.Find(bytes.Bytes, Sections);
        if (sections.Count == 0)
        {
            sections = [StateSection.Nameless(bytes.Length)];
        }
        StateSection section = sections[random.Next(sections.Count)];
        int at = Value(section, sections);
        switch (random.Next(32))
        {
            case 0:
                Replace(bytes, sections, at..Math.Min(section.End, at + random.Next(1, MostInserted)), []);
                break;
            case 1:
                byte[] more = new byte[random.Next(1, MostInserted)];
                random.NextBytes(more);
                Replace(bytes, sections, at..at, more);
                break;
            case < 4 when section.HasName:
                Replace(bytes, sections, section.Start..section.End, Sibling(section.NameIn(bytes.Bytes), other));
                break;
            case < 20 when Different(bytes.Bytes, other) is { Count: > 0 } places:
                Overwrite(bytes.Bytes[places[random.Next(places.Count)]..]);
                break;
            default:
                Overwrite(bytes.Bytes[at..]);
                break;
        }
    }

    // A place in a section, seldom one where a section in it says what it is.
    private int Value(StateSection section, IReadOnlyList<StateSection> sections)
    {
        int at = random.Next(section.Content, section.End);
        for (int tries = 0; tries < MostTries && sections.Any(one => one.Start <= at && at < one.Content); tries++)
        {
            at = random.Next(section.Content, section.End);
        }
        return at;
    }

    // The lengths of the sections around it follow.
    private static void Replace(EditBuffer bytes, IReadOnlyList<StateSection> sections, Range range, ReadOnlySpan<byte> replacement)
    {
        int before = bytes.Length;
        (int start, int length) = range.GetOffsetAndLength(before);
        bytes.Replace(range, replacement);
        foreach (StateSection around in sections.Where(one => one.HasName && one.Content <= start && start + length <= one.End))
        {
            around.WriteLength(bytes.Bytes, around.End - around.Content + bytes.Length - before);
        }
    }

    // A section of another state: one of the same name where there is one.
    private ReadOnlySpan<byte> Sibling(ReadOnlySpan<byte> name, byte[] other)
    {
        IReadOnlyList<StateSection> all = StateSections.Find(other, Sections);
        List<StateSection> named = [];
        foreach (StateSection one in all)
        {
            if (one.NameIn(other).SequenceEqual(name))
            {
                named.Add(one);
            }
        }
        IReadOnlyList<StateSection> choice = named.Count > 0 ? named : all;
        return choice.Count > 0 && choice[random.Next(choice.Count)] is var chosen ? other.AsSpan(chosen.Start..chosen.End) : [];
    }

    // Where two states differ: what is the same in all of them is seldom taken otherwise.
    private List<int> Different(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> other)
    {
        List<int> places = [];
        for (int at = Sections; at < Math.Min(bytes.Length, other.Length) - sizeof(ulong); at++)
        {
            if (bytes[at] != other[at])
            {
                places.Add(at);
            }
        }
        return places;
    }

    private void Overwrite(Span<byte> rest)
    {
        if (rest.IsEmpty)
        {
            return;
        }
        ulong number = BoundaryNumbers.Next(random);
        switch (random.Next(16))
        {
            case 0 when rest.Length >= sizeof(ulong):
                BinaryPrimitives.WriteUInt64LittleEndian(rest, number);
                break;
            case < 3 when rest.Length >= sizeof(uint):
                BinaryPrimitives.WriteUInt32LittleEndian(rest, (uint)number);
                break;
            case < 8 when rest.Length >= sizeof(ushort):
                BinaryPrimitives.WriteUInt16LittleEndian(rest, (ushort)number);
                break;
            case < 10:
                rest[0] = (byte)random.Next(256);
                break;
            case < 13:
                rest[0] += (byte)random.Next(-2, 3);
                break;
            default:
                rest[0] ^= (byte)(1 << random.Next(8));
                break;
        }
    }
}
