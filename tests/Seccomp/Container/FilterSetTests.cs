using System.Linq;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Seccomp.Tests.Container;

/// <summary>A set is read as a whole or not at all.</summary>
public sealed class FilterSetTests(ITestOutputHelper output)
{
    [Fact]
    public void WhatIsWrittenIsReadBack()
    {
        Dictionary<FilterProfile, RuleSet> programs = Programs();

        FilterSet set = Read(FilterSetWriter.Write(programs, FilterSetOptions.Custom));

        Assert.Equal(FilterSetOptions.Custom, set.Options);
        Assert.All(programs, program => Assert.Equal(
            BpfCompiler.Compile(program.Value).Instructions.ToArray(), set.Program(program.Key).ToArray()));
    }

    [Fact]
    public void TheFormatIsTheOneThatIsDocumented()
    {
        ArgumentCondition condition = ArgumentCondition.With(1, ArgumentWidth.Bits64, Comparison.Equal, 7);
        Dictionary<FilterProfile, RuleSet> programs = FilterProfiles.All.ToArray().ToDictionary(
            profile => profile,
            profile => new RuleSet([new SyscallRule((int)profile, [condition]) { Origin = new RuleOrigin("p", 3, 5) }]));
        SetImage image = new()
        {
            Sections =
            [
                .. programs.Select(program => ((uint)program.Key, MemoryMarshal.AsBytes(BpfCompiler.Compile(program.Value).Instructions).ToArray())),
                .. programs.Select(program => ((uint)program.Key + 0x10, SetImage.Rule((int)program.Key))),
            ],
        };

        Assert.Equal(image.ToBytes(), FilterSetWriter.Write(programs, FilterSetOptions.None));
    }

    [Fact]
    public void ALogOnlySetLogsWhatNoRuleAnswersAndKeepsTheRest()
    {
        Dictionary<FilterProfile, RuleSet> programs = Programs();
        FilterSet set = Read(Read(FilterSetWriter.Write(programs, FilterSetOptions.Custom)).ToLogOnly());

        Assert.Equal(FilterSetOptions.Custom | FilterSetOptions.LogOnly, set.Options);
        foreach ((FilterProfile profile, RuleSet rules) in programs)
        {
            Assert.Equal(
                BpfCompiler.Compile(rules with { Default = FilterAction.Log }).Instructions.ToArray(), set.Program(profile).ToArray());
        }
    }

    [Fact]
    public void ProgramsAreHandedOutInPlace()
    {
        byte[] bytes = new SetImage().ToBytes();
        FilterSet set = Read(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ReadOnlySpan<sock_filter> program = set.Program(FilterProfile.Vcpu);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal((int)FilterProfile.Vcpu + 1, program.Length);
        Assert.True(MemoryMarshal.AsBytes(program).Overlaps(bytes));
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
        Refused(new SetImage { Version = 1 }.ToBytes(), "its version is 1; this build reads 3");
        Refused(new SetImage { Options = 4 }.ToBytes(), "its options are 0x4, which this build does not know");
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

        Refused(image.ToBytes(), $"it lacks the section '{name}'");
    }

    [Theory]
    [InlineData(0, "a program has 1 to 4096 instructions, not 0")]
    [InlineData(4097, "a program has 1 to 4096 instructions, not 4097")]
    public void AProgramOfAnotherLengthIsRefused(int length, string reason) =>
        Refused(With(FilterProfile.Vmm, SetImage.Program(length)), $"its section 'vmm' is none: {reason}");

    [Fact]
    public void AProgramOf4096InstructionsIsRead() =>
        Assert.Equal(4096, Read(With(FilterProfile.Vmm, SetImage.Program(4096))).Program(FilterProfile.Vmm).Length);

    [Theory]
    [InlineData(1, "1 bytes are no whole number of instructions")]
    [InlineData(8, "instruction 0 has code 0x0, which no filter of Kiln uses")]
    public void BytesThatAreNoProgramAreRefused(int length, string reason) =>
        Refused(With(FilterProfile.Vmm, new byte[length]), $"its section 'vmm' is none: {reason}");

    [Theory]
    [InlineData(0, "its section 12 is of no known kind")]
    [InlineData(7, "its section 12 is of no known kind")]
    [InlineData(uint.MaxValue, "its section 12 is of no known kind")]
    [InlineData(0x17, "its section 12 is of no known kind")]
    [InlineData(0x20, "its section 12 is of no known kind")]
    [InlineData(6, "it has two sections 'vcpu'")]
    [InlineData(0x16, "it has two sections 'rules of vcpu'")]
    public void SectionsAreKnownAndThereOnce(uint kind, string reason) =>
        Refused(new SetImage { Sections = [.. new SetImage().Sections, (kind, SetImage.Program(1))] }.ToBytes(), reason);

    [Fact]
    public void ASetWithoutSectionsLacksItsPrograms() => Refused(new SetImage { Sections = [] }.ToBytes(), "it lacks the section 'launch'");

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
            int word = random.Next(16 / sizeof(uint), (SetImage.HeaderLength + (12 * SetImage.SectionLength)) / sizeof(uint));
            uint[] values = [0, 1, 7, (uint)content.Length, int.MaxValue, 0x8000_0000, uint.MaxValue - 7, uint.MaxValue];
            BitConverter.TryWriteBytes(content.AsSpan(word * sizeof(uint)), values[random.Next(values.Length)]);
            byte[] image = SetImage.Sealed(content[..random.Next(SetImage.HeaderLength, content.Length + 1)]);
            accepted += FilterSet.TryRead(image, out _, out _) ? 1 : 0;
        }
        // Replacing a word by its own value is accepted, nothing else.
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

    private static Dictionary<FilterProfile, RuleSet> Programs() => FilterProfiles.All.ToArray().ToDictionary(
        profile => profile,
        profile => new RuleSet([new SyscallRule((int)profile, []), new SyscallRule(100, []) { Action = FilterAction.Trap((int)profile) }])
        {
            Default = FilterAction.Trap((int)profile),
        });

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
