using System.Linq;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Tests.Generation;
using Xunit;

namespace Kiln.Seccomp.Tests.Container;

/// <summary>A set is read whole or not at all.</summary>
public sealed class FilterSetTests(ITestOutputHelper output)
{
    [Fact]
    public void WhatIsWrittenIsReadBack()
    {
        Dictionary<FilterProfile, BpfProgram> programs = FilterProfiles.All.ToArray().ToDictionary(
            profile => profile, profile => BpfCompiler.Compile(new([new SyscallRule((int)profile, [])])));

        FilterSet set = Read(FilterSetWriter.Write(programs));

        Assert.All(programs, program => Assert.Equal(program.Value.Instructions.ToArray(), set.Program(program.Key).ToArray()));
    }

    [Fact]
    public void TheFormatIsTheOneThatIsDocumented()
    {
        byte[] bytes = new SetImage().ToBytes();
        Dictionary<FilterProfile, BpfProgram> programs = FilterProfiles.All.ToArray().ToDictionary(
            profile => profile, profile => new BpfProgram(Read(bytes).Program(profile)));

        Assert.Equal(bytes, FilterSetWriter.Write(programs));
    }

    [Fact]
    public void ProgramsAreHandedOutInPlace()
    {
        byte[] bytes = new SetImage().ToBytes();
        FilterSet set = Read(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ReadOnlySpan<sock_filter> program = set.Program(FilterProfile.Vcpu);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal((int)FilterProfile.Vcpu, program.Length);
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.AsBytes(program).Overlaps(bytes));
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        byte[] bytes = new SetImage().ToBytes();

        Assert.All(Enumerable.Range(0, bytes.Length), length => Refused(bytes[..length], ""));
    }

    [Fact]
    public void EveryDamagedByteIsNoticed()
    {
        byte[] bytes = new SetImage().ToBytes();
        for (int at = 0; at < bytes.Length; at++)
        {
            byte[] damaged = [.. bytes];
            damaged[at] ^= (byte)(1 << (at % 8));
            Refused(damaged, "");
        }
    }

    [Fact]
    public void AnotherVersionOrArchitectureIsRefused()
    {
        Refused(new SetImage { Version = 2 }.ToBytes(), "its version is 2; this build reads 1");
        Refused(new SetImage { Architecture = 0xC000_00B7 }.ToBytes(), "it is for architecture 0xc00000b7; this is 0xc000003e");
    }

    [Theory]
    [InlineData(FilterProfile.Launch, "launch")]
    [InlineData(FilterProfile.Runtime, "runtime")]
    [InlineData(FilterProfile.Vcpu, "vcpu")]
    public void AMissingProgramIsNamed(FilterProfile profile, string name)
    {
        SetImage image = new();
        image.Sections.RemoveAll(section => section.Kind == (uint)profile);

        Refused(image.ToBytes(), $"it lacks the program '{name}'");
    }

    [Theory]
    [InlineData(0, "a program has 1 to 4096 instructions, not 0")]
    [InlineData(4097, "a program has 1 to 4096 instructions, not 4097")]
    public void AProgramOfAnotherLengthIsRefused(int length, string reason) =>
        Refused(With(FilterProfile.Vmm, SetImage.Program(length)), $"its program 'vmm' is none: {reason}");

    [Fact]
    public void AProgramOf4096InstructionsIsRead() =>
        Assert.Equal(4096, Read(With(FilterProfile.Vmm, SetImage.Program(4096))).Program(FilterProfile.Vmm).Length);

    [Theory]
    [InlineData(1, "1 bytes are no whole number of instructions")]
    [InlineData(8, "instruction 0 has code 0x0, which no filter of Kiln uses")]
    public void BytesThatAreNoProgramAreRefused(int length, string reason) =>
        Refused(With(FilterProfile.Vmm, new byte[length]), $"its program 'vmm' is none: {reason}");

    [Theory]
    [InlineData(0, "its section 6 is of no known kind")]
    [InlineData(7, "its section 6 is of no known kind")]
    [InlineData(uint.MaxValue, "its section 6 is of no known kind")]
    [InlineData(6, "it has two programs 'vcpu'")]
    public void SectionsAreKnownAndThereOnce(uint kind, string reason) =>
        Refused(new SetImage { Sections = [.. new SetImage().Sections, (kind, SetImage.Program(1))] }.ToBytes(), reason);

    [Fact]
    public void ASetWithoutSectionsLacksItsPrograms() => Refused(new SetImage { Sections = [] }.ToBytes(), "it lacks the program 'launch'");

    [Fact]
    public void NothingLiesBehindTheLastSection() => Refused(new SetImage { Tail = [0] }.ToBytes(), "it has bytes behind its last section");

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    [InlineData(uint.MaxValue)]
    public void ATableLongerThanTheSetIsRefused(uint count) =>
        Refused(new SetImage { Sections = [], SectionCount = count }.ToBytes(), "its table of sections is longer than itself");

    [Fact]
    public void AHostileTableIsRefusedWithoutAnException()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        byte[] good = new SetImage().ToBytes()[..^sizeof(ulong)];
        int accepted = 0;
        for (int count = 0; count < 20_000; count++)
        {
            byte[] content = [.. good];
            int word = random.Next(16 / sizeof(uint), (SetImage.HeaderLength + (6 * SetImage.SectionLength)) / sizeof(uint));
            uint[] values = [0, 1, 7, (uint)content.Length, int.MaxValue, 0x8000_0000, uint.MaxValue - 7, uint.MaxValue];
            BitConverter.TryWriteBytes(content.AsSpan(word * sizeof(uint)), values[random.Next(values.Length)]);
            byte[] image = SetImage.Sealed(content[..random.Next(SetImage.HeaderLength, content.Length + 1)]);
            accepted += FilterSet.TryRead(image, out _, out _) ? 1 : 0;
        }
        // A word may be replaced by what it was before, nothing else passes.
        Assert.True(accepted < 200, $"{accepted} accepted; seed {seed}");
    }

    [Fact]
    public void EveryProfileHasANameAndItsPlaceInTheContainer()
    {
        Assert.Equal(Enum.GetValues<FilterProfile>(), FilterProfiles.All.ToArray());
        Assert.All(
            Enum.GetValues<FilterProfile>(),
            profile => Assert.Equal(profile.ToString().ToLowerInvariant(), FilterProfiles.NameOf(profile)));
    }

    private static byte[] With(FilterProfile profile, byte[] program) => new SetImage
    {
        Sections = [.. new SetImage().Sections.Select(section => section.Kind == (uint)profile ? (section.Kind, program) : section)],
    }.ToBytes();

    private static FilterSet Read(byte[] bytes)
    {
        Assert.True(FilterSet.TryRead(bytes, out FilterSet? set, out string? error), error);
        return set;
    }

    private static void Refused(byte[] bytes, string reason)
    {
        Assert.False(FilterSet.TryRead(bytes, out FilterSet? set, out string? error));
        Assert.Null(set);
        Assert.StartsWith(reason, error, StringComparison.Ordinal);
        Assert.NotEqual("", error);
    }
}
