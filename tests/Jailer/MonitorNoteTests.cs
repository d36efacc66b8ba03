using System.Buffers.Binary;
using System.Linq;
using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Abi;
using Kiln.Linux.Memory;
using Xunit;

namespace Kiln.Jailer.Tests;

/// <summary>Kiln's monitor is recognized by its note; any other file is rejected without further harm.</summary>
public sealed class MonitorNoteTests(ITestOutputHelper output)
{
    private static readonly byte[] _other = ProgramImage.Note("GNU\0", 3, 1, 2, 3, 4, 5);

    [Fact]
    public void TheNoteIsFoundAmongOthers()
    {
        Assert.True(IsMonitor(ProgramImage.OfMonitor));
        Assert.True(IsMonitor(ProgramImage.Of([.. _other, .. ProgramImage.MonitorsNote]).ToBytes()));
        Assert.True(IsMonitor(ProgramImage.Of(_other, [], [1, 2, 3], ProgramImage.MonitorsNote).ToBytes()));
        Assert.True(IsMonitor(ProgramImage.Of([.. Enumerable.Repeat(_other, 63), ProgramImage.MonitorsNote]).ToBytes()));
    }

    /// <summary>Note segments with other content.</summary>
    public static TheoryData<byte[]> Others => new(
        (byte[])[], [1, 2, 3], _other, ProgramImage.Note("Kiln\0", 1), ProgramImage.Note("Kiln", 0x4D), ProgramImage.Note("kiln\0", 0x4D),
        ProgramImage.Note("Kiln\0\0", 0x4D), ProgramImage.MonitorsNote[..16],
        // Preceded by a note that extends far beyond the segment.
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 3, 0, 0, 0, .. ProgramImage.MonitorsNote]);

    [Theory]
    [MemberData(nameof(Others))]
    public void AnotherNoteIsNone(byte[] notes) => Assert.False(IsMonitor(ProgramImage.Of(notes).ToBytes()));

    /// <summary>Changes of the headers that make the note undetectable.</summary>
    public static TheoryData<string> Faults =>
    [
        "no segment", "more segments than are read", "headers behind the file", "headers behind every file", "headers of another length",
        "another kind of segment", "a segment behind the file", "a segment behind every file", "a segment that ends behind the file", "an empty segment",
    ];

    [Theory]
    [MemberData(nameof(Faults))]
    public void WhereHeadersAreWrongThereIsNone(string fault)
    {
        ProgramImage image = ProgramImage.Of(ProgramImage.MonitorsNote);
        Change(image, fault);

        Assert.False(IsMonitor(image.ToBytes()));
    }

    [Fact]
    public void ANoteBehindTheBoundIsNotLookedAt()
    {
        byte[] filler = ProgramImage.Note("GNU\0", 3, new byte[4096 - 16]);

        Assert.False(IsMonitor(ProgramImage.Of([.. filler, .. ProgramImage.MonitorsNote]).ToBytes()));
        Assert.True(IsMonitor(ProgramImage.Of([.. ProgramImage.MonitorsNote, .. filler]).ToBytes()));
    }

    [Fact]
    public void AnyHeadersAreReadWithoutAFault()
    {
        const int Files = 20_000;
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        byte[] good = ProgramImage.Of(_other, ProgramImage.MonitorsNote).ToBytes();
        int found = 0;
        for (int file = 0; file < Files; file++)
        {
            found += IsMonitor(Mutate(good, random)) ? 1 : 0;
        }

        // Both outcomes must have been covered.
        Assert.InRange(found, Files / 100, Files * 99 / 100);
    }

    private static void Change(ProgramImage image, string fault)
    {
        (Elf64_Phdr segment, byte[] content) = image.Segments[0];
        switch (fault)
        {
            case "no segment":
                image.Segments.Clear();
                return;
            case "more segments than are read":
                image.Segments.InsertRange(0, Enumerable.Repeat((default(Elf64_Phdr), (byte[])[]), 64));
                return;
            case "headers behind the file":
                image.Header.e_phoff = 1 << 20;
                return;
            case "headers behind every file":
                image.Header.e_phoff = ulong.MaxValue;
                return;
            case "headers of another length":
                image.Header.e_phentsize++;
                return;
        }
        segment = fault switch
        {
            "another kind of segment" => segment with { p_type = ElfSegmentType.PT_LOAD },
            "a segment behind the file" => segment with { p_offset = 1 << 20 },
            "a segment behind every file" => segment with { p_offset = ulong.MaxValue },
            "a segment that ends behind the file" => segment with { p_filesz = ulong.MaxValue },
            _ => segment with { p_filesz = 0 },
        };
        image.Segments[0] = (segment, content);
    }

    private static byte[] Mutate(byte[] good, Random random)
    {
        byte[] image = [.. good];
        ulong[] values =
        [
            0, 1, 4, 5, 12, 20, 55, 56, 57, 64, 65, (ulong)image.Length, (ulong)image.Length - 1, 4096, 4097, int.MaxValue, 1UL << 31, uint.MaxValue,
            1UL << 32, long.MaxValue, 1UL << 63, ulong.MaxValue, ulong.MaxValue - 55, (ulong)random.NextInt64(),
        ];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            Span<byte> field = image.AsSpan(random.Next(image.Length - 8));
            BinaryPrimitives.WriteUInt64LittleEndian(field, values[random.Next(values.Length)]);
        }
        return random.Next(10) == 0 ? image[..random.Next(image.Length)] : image;
    }

    private static bool IsMonitor(byte[] program)
    {
        using MemoryFile file = MemoryFile.CreateSealed("program", program);
        return MonitorNote.IsIn(file.Descriptor);
    }
}
