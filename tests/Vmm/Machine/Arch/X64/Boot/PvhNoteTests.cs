using Kiln.Linux.Abi;
using Kiln.Testing.Vmm;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Arch.X64.Boot;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Tests.Machine.Boot;
using Kiln.Vmm.Tests.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Boot;

/// <summary>A kernel with a PVH note is entered where the note says; a note that says nothing usable refuses it or is passed over.</summary>
public sealed class PvhNoteTests : IDisposable
{
    private const string Xen = "Xen\0";
    private const uint Entry = 18;
    private const uint Other = 6;

    private readonly GuestMemory _memory = GuestMemoryTests.Create(4 << 20);

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void TheEntryPointOfTheNoteWins()
    {
        KernelImage image = Kernel();
        // A kernel's own entry point may be a virtual address.
        image.Header.e_entry = 0xFFFF_FFFF_8100_0000;
        image.AddNote(Xen, Entry, 2, 0, 0x10, 0);

        AssertEntered(BootProtocol.Pvh, 0x10_0002, image);
    }

    [Fact]
    public void TheLastSegmentThatHasANoteWins()
    {
        KernelImage image = Kernel();
        image.AddNote(Xen, Entry, 1, 0, 0x10, 0);
        image.AddNote(Xen, Entry, 2, 0, 0x10, 0);
        image.AddNote(Xen, Other, 3, 0, 0x10, 0);

        AssertEntered(BootProtocol.Pvh, 0x10_0002, image);
    }

    [Fact]
    public void OtherNotesAreWalkedOverByTheirPaddedLengths()
    {
        KernelImage image = Kernel();
        image.Add(
            0,
            [
                .. KernelImage.Note("GNU\0", 3, 1, 2, 3, 4, 5), .. KernelImage.Note("Linux\0", Entry, 9), .. KernelImage.Note(Xen, Other),
                .. KernelImage.Note(Xen, Entry, 3, 0, 0x10, 0, 0, 0, 0, 0),
            ],
            0,
            ElfSegmentType.PT_NOTE);

        AssertEntered(BootProtocol.Pvh, 0x10_0003, image);
    }

    /// <summary>Note segments without an entry point.</summary>
    public static TheoryData<byte[]> Useless => new(
        (byte[])[], [1, 2, 3], KernelImage.Note("xen\0", Entry, 0, 0, 0x10, 0), KernelImage.Note("Xen", Entry, 0, 0, 0x10, 0),
        KernelImage.Note("Xen\0\0", Entry, 0, 0, 0x10, 0), KernelImage.Note(Xen, Other, 0, 0, 0x10, 0),
        // A name and a description that extend far beyond the segment.
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 18, 0, 0, 0, .. "Xen\0"u8, 0, 0, 0x10, 0],
        // A note that ends inside its name.
        KernelImage.Note(Xen, Entry, 0, 0, 0x10, 0)[..15]);

    [Theory]
    [MemberData(nameof(Useless))]
    public void ANoteThatIsNoneIsPassedOver(byte[] notes)
    {
        KernelImage image = Kernel();
        image.Add(0, notes, 0, ElfSegmentType.PT_NOTE);

        AssertEntered(BootProtocol.Linux64, KernelImage.LoadAddress, image);
    }

    [Fact]
    public void NotesBehindTheBoundAreNotLookedAt()
    {
        KernelImage image = Kernel();
        byte[] filler = KernelImage.Note("GNU\0", 3, new byte[PvhNote.MaximumLength - 16]);
        image.Add(0, [.. filler, .. KernelImage.Note(Xen, Entry, 0, 0, 0x10, 0)], 0, ElfSegmentType.PT_NOTE);

        AssertEntered(BootProtocol.Linux64, KernelImage.LoadAddress, image);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0, 0, 0x10 })]
    public void ANoteTooShortForAnEntryPointRefusesTheKernel(byte[] description)
    {
        KernelImage image = Kernel();
        image.AddNote(Xen, Entry, description);

        AssertRefused("its headers are corrupt: the PVH note in segment 1 is too short for an entry point", image.ToBytes());
    }

    [Theory]
    [InlineData(new byte[] { 4, 0, 0x10, 0 }, "its PVH entry point 0x100004 is in no segment that is loaded")]
    [InlineData(new byte[] { 0, 0, 0, 0 }, "its PVH entry point 0x0 is in no segment that is loaded")]
    [InlineData(new byte[] { 255, 255, 255, 255 }, "its PVH entry point 0xffffffff is in no segment that is loaded")]
    public void AnEntryPointOutsideWhatIsLoadedRefusesTheKernel(byte[] description, string reason)
    {
        KernelImage image = Kernel();
        image.AddNote(Xen, Entry, description);

        AssertRefused(reason, image.ToBytes());
    }

    [Fact]
    public void ANoteSegmentBehindTheFileRefusesTheKernel()
    {
        KernelImage image = Kernel();
        image.AddNote(Xen, Entry, 0, 0, 0x10, 0);

        AssertRefused("it is truncated: segment 1 ends behind the file", image.ToBytes()[..^1]);
        image.Change(1, segment => segment with { p_offset = ulong.MaxValue });
        AssertRefused("it is truncated: segment 1 ends behind the file", image.ToBytes());
        image.Change(1, segment => segment with { p_offset = 0, p_filesz = ulong.MaxValue });
        AssertRefused("it is truncated: segment 1 ends behind the file", image.ToBytes());
    }

    private static KernelImage Kernel() => KernelImage.Of(1, 2, 3, 4);

    private void AssertEntered(BootProtocol protocol, ulong entry, KernelImage image)
    {
        using TemporaryFile file = new(image.ToBytes());
        using KernelFile kernel = KernelFile.Open("The kernel file cannot be opened:", file.Path);

        LoadedKernel loaded = LoadedKernel.Load(kernel, _memory, new PlacedParts());

        Assert.Equal((protocol, entry), (loaded.Protocol, loaded.Entry));
    }

    private void AssertRefused(string reason, byte[] image)
    {
        using TemporaryFile file = new(image);
        using KernelFile kernel = KernelFile.Open("The kernel file cannot be opened:", file.Path);

        VmmFailure failure = Assert.Throws<VmmFailure>(() => LoadedKernel.Load(kernel, _memory, new PlacedParts()));

        Assert.Equal($"the kernel {file.Path} cannot be loaded: {reason}", failure.Message);
    }
}
