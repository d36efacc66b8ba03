using System.Buffers.Binary;
using Kiln.Fuzz.Running;
using Kiln.Testing.Vmm.State;

namespace Kiln.Fuzz.Mutation;

/// <summary>Changes saved states: bits, numbers of every width, lengths; most get a checksum that is right.</summary>
/// <param name="random">Where chance comes from.</param>
internal sealed class StateMutator(Random random) : IMutator
{
    // Of eight inputs so many keep a checksum that is wrong: the others get past it.
    private const int UnsealedOfEight = 1;

    private const int MostEdits = 2;
    private const int MostInserted = 16;

    // Magic and version stand behind the byte that says whose state it is; most edits go behind them.
    private const int HeaderEnd = 13;

    /// <inheritdoc/>
    public byte[] Next(Corpus corpus)
    {
        EditBuffer bytes = new(corpus.Any(random));
        for (int edits = random.Next(1, MostEdits + 1); edits > 0; edits--)
        {
            Edit(bytes, corpus);
        }
        if (bytes.Length > 1 && random.Next(8) >= UnsealedOfEight)
        {
            SavedState.Seal(bytes.Bytes[1..]);
        }
        return bytes.ToArray();
    }

    private void Edit(EditBuffer bytes, Corpus corpus)
    {
        int first = First(bytes.Bytes);
        if (bytes.Length <= first)
        {
            return;
        }
        int at = random.Next(first, bytes.Length);
        Span<byte> rest = bytes.Bytes[at..];
        switch (random.Next(24))
        {
            case 0:
                bytes.Remove(at..Math.Min(bytes.Length, at + random.Next(1, MostInserted)));
                break;
            case 1:
                byte[] more = new byte[random.Next(1, MostInserted)];
                random.NextBytes(more);
                bytes.Insert(at, more);
                break;
            case 2:
                byte[] other = corpus.Any(random);
                bytes.Replace(at.., other.AsSpan(Math.Min(at, other.Length)));
                break;
            case < 6 when rest.Length >= sizeof(ulong):
                BinaryPrimitives.WriteUInt64LittleEndian(rest, Number());
                break;
            case < 8:
                rest[0] = (byte)(rest[0] + random.Next(-2, 3));
                break;
            case < 10:
                rest[0] = (byte)random.Next(256);
                break;
            case < 12 when rest.Length >= sizeof(ushort):
                BinaryPrimitives.WriteUInt16LittleEndian(rest, (ushort)random.Next());
                break;
            default:
                rest[0] ^= (byte)(1 << random.Next(8));
                break;
        }
    }

    // Mostly what is in the first section, sometimes what says that it is one, seldom what says that there is a state.
    private int First(ReadOnlySpan<byte> bytes) => random.Next(16) switch
    {
        0 => 0,
        < 3 => HeaderEnd,
        _ when bytes.Length > HeaderEnd => HeaderEnd + 1 + bytes[HeaderEnd] + sizeof(ushort) + sizeof(ulong),
        _ => HeaderEnd,
    };

    // Of any length, and around those at which arithmetic goes wrong.
    private ulong Number() => ((1UL << random.Next(64)) << random.Next(2)) + (ulong)random.Next(-2, 3);
}
