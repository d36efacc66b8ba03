using System.Buffers.Binary;
using Kiln.Fuzz.Running;

namespace Kiln.Fuzz.Mutation;

/// <summary>Mutates filter sets: sections according to their formats, fields near their bounds, bytes at random.</summary>
/// <param name="random">The source of randomness.</param>
internal sealed class FilterSetMutator(Random random) : IMutator
{
    // Of eight inputs mutated bytewise, this many keep a wrong checksum: the others get past it.
    private const int UnsealedOfEight = 1;

    private const int MostEdits = 4;

    // End of the header and table of a set with twelve sections, which contain all fields.
    private const int FieldsEnd = 24 + (12 * 12);

    private const uint RulesKind = 0x10;

    private readonly ProgramEdits _programs = new(random);
    private readonly RuleEdits _rules = new(random);

    /// <inheritdoc/>
    public byte[] Next(Corpus corpus)
    {
        byte[] bytes = corpus.Any(random);
        bool raw = random.Next(3) == 0;
        if (SetImage.Of(bytes) is { Sections.Count: > 0 } image)
        {
            for (int edits = random.Next(1, MostEdits + 1); edits > 0; edits--)
            {
                Edit(image, corpus);
            }
            bytes = image.ToBytes();
        }
        return raw ? Raw(bytes) : bytes;
    }

    private void Edit(SetImage image, Corpus corpus)
    {
        int index = random.Next(image.Sections.Count);
        (uint kind, byte[] content) = image.Sections[index];
        switch (random.Next(20))
        {
            case 0:
                BinaryPrimitives.WriteUInt32LittleEndian(image.Header.AsSpan(16), (uint)random.Next(4));
                break;
            case 1 when image.Sections.Count > 1:
                int other = random.Next(image.Sections.Count);
                (image.Sections[index], image.Sections[other]) = (image.Sections[other], image.Sections[index]);
                break;
            case 2 when random.Next(4) == 0 && image.Sections.Count > 1:
                image.Sections.RemoveAt(index);
                break;
            case 2 when random.Next(4) == 0:
                image.Sections.Insert(index, image.Sections[index]);
                break;
            case 3 when random.Next(4) == 0:
                image.Sections[index] = ((uint)BoundaryNumbers.Next(random), content);
                break;
            case 4:
                image.Sections[index] = (kind, OfOther(corpus, kind) ?? content);
                break;
            default:
                EditContent(image, index, corpus);
                break;
        }
    }

    private void EditContent(SetImage image, int index, Corpus corpus)
    {
        (uint kind, byte[] content) = image.Sections[index];
        byte[] donor = OfOther(corpus, kind) ?? content;
        EditBuffer edited = new(content);
        if ((kind & RulesKind) != 0)
        {
            _rules.Edit(edited, donor);
        }
        else
        {
            _programs.Edit(edited, donor);
        }
        image.Sections[index] = (kind, edited.ToArray());
    }

    // A section of the same type from another set.
    private byte[]? OfOther(Corpus corpus, uint kind)
    {
        if (SetImage.Of(corpus.Any(random)) is not { Sections.Count: > 0 } other)
        {
            return null;
        }
        (uint otherKind, byte[] content) = other.Sections[random.Next(other.Sections.Count)];
        return (otherKind & RulesKind) == (kind & RulesKind) ? content : null;
    }

    private byte[] Raw(byte[] bytes)
    {
        EditBuffer edited = new(bytes);
        int at = random.Next(edited.Length + 1);
        switch (random.Next(8))
        {
            case 0:
                edited.Remove(at..);
                break;
            case 1:
                edited.Remove(at..Math.Min(edited.Length, at + random.Next(64)));
                break;
            case 2:
                edited.Insert(at, new byte[random.Next(64)]);
                break;
            case 3 when edited.Length > 0:
                edited.Bytes[random.Next(edited.Length)] ^= (byte)(1 << random.Next(8));
                break;
            default:
                SetField(edited.Bytes);
                break;
        }
        if (random.Next(8) >= UnsealedOfEight)
        {
            SetImage.Seal(edited.Bytes);
        }
        return edited.ToArray();
    }

    // Mostly a field of the table: the fields before it are compared with a single value each.
    private void SetField(Span<byte> bytes)
    {
        int field = (random.Next(8) == 0 ? random.Next(2, 6) : random.Next(5, FieldsEnd / sizeof(uint))) * sizeof(uint);
        if (field + sizeof(uint) <= bytes.Length)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[field..], (uint)BoundaryNumbers.Next(random));
        }
    }
}
