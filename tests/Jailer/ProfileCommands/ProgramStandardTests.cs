using System.Linq;
using Kiln.Linux.Abi;
using Kiln.ProfileCommands.Attest;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Xunit;

namespace Kiln.Jailer.Tests.ProfileCommands;

/// <summary>Unexpected filters are recognized and classified.</summary>
public sealed class ProgramStandardTests
{
    private static readonly FilterProfile[] _expected = [FilterProfile.Launch, FilterProfile.Setup, FilterProfile.Vcpu];

    private readonly FilterSet _set = ExampleProfiles.Set;

    [Fact]
    public void TheSameFiltersAreRight() => Assert.Empty(Compare([.. _expected.Select(Program)]));

    [Fact]
    public void NoFilterAtAllMissesEach() =>
        Assert.Equal([FindingKind.Missing, FindingKind.Missing, FindingKind.Missing], Compare([]).Select(finding => finding.Kind));

    // Whichever part of an instruction is altered, the filter counts as different and the instruction is named.
    [Fact]
    public void EveryAlteredInstructionIsNamed()
    {
        for (int at = 0; at < Program(FilterProfile.Vcpu).Length; at++)
        {
            foreach (sock_filter flaw in (sock_filter[])[new() { code = 1 }, new() { jt = 1 }, new() { jf = 1 }, new() { k = 1 }])
            {
                sock_filter[] altered = Program(FilterProfile.Vcpu);
                altered[at] = new()
                {
                    code = (ushort)(altered[at].code ^ flaw.code),
                    jt = (byte)(altered[at].jt ^ flaw.jt),
                    jf = (byte)(altered[at].jf ^ flaw.jf),
                    k = altered[at].k ^ flaw.k,
                };
                Finding finding = Assert.Single(Compare([Program(FilterProfile.Launch), Program(FilterProfile.Setup), altered]));
                Assert.Equal(FindingKind.Different, finding.Kind);
                Assert.StartsWith("filter 2 is vcpu, but ", finding.Message, StringComparison.Ordinal);
                Assert.EndsWith($" (instructions differ from {at} on)", finding.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void AShorterFilterIsDifferentAndTellsItsLength() => Assert.EndsWith(
        $" (instructions differ from {Program(FilterProfile.Setup).Length - 1} on, {Program(FilterProfile.Setup).Length - 1} in place of {Program(FilterProfile.Setup).Length})",
        Assert.Single(Compare([Program(FilterProfile.Launch), Program(FilterProfile.Setup)[..^1], Program(FilterProfile.Vcpu)])).Message,
        StringComparison.Ordinal);

    // What an alteration comes to is said in calls: KVM_RUN becomes KVM_SMI.
    [Fact]
    public void AnAlteredFilterSaysWhatItAllows()
    {
        sock_filter[] altered = Program(FilterProfile.Vcpu);
        int at = Array.FindIndex(altered, instruction => instruction.k == 0xAE80);
        altered[at] = altered[at] with { k = 0xAEB7 };

        Assert.Equal(
            "filter 2 is vcpu, but also allows ioctl where argument 1 (low half) is KVM_SMI, no longer allows ioctl where argument 1 (low half) is KVM_RUN "
            + $"(instructions differ from {at} on)",
            Assert.Single(Compare([Program(FilterProfile.Launch), Program(FilterProfile.Setup), altered])).Message);
    }

    // One more rule moves nearly all instructions.
    [Fact]
    public void AFilterOfOtherInstructionsIsKnownByItsAnswers()
    {
        sock_filter[] longer = [new() { code = 0x20 }, new() { code = 0x15, k = 309, jf = 1 }, new() { code = 0x06, k = FilterAction.Allow.Value }, .. Program(FilterProfile.Vcpu)];

        Finding finding = Assert.Single(Compare([Program(FilterProfile.Launch), Program(FilterProfile.Setup), longer]));

        Assert.Equal(FindingKind.Different, finding.Kind);
        Assert.StartsWith("filter 2 is vcpu, but also allows getcpu (instructions differ from 0 on, ", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherInstructionsWithTheSameAnswersAreStillDifferent()
    {
        sock_filter[] longer = [new() { code = 0x20 }, .. Program(FilterProfile.Vcpu)];

        Assert.StartsWith(
            "filter 2 is vcpu, but answers all calls alike (instructions differ from ",
            Assert.Single(Compare([Program(FilterProfile.Launch), Program(FilterProfile.Setup), longer])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsLikeNoProgramIsExtraAndTheProgramMissing()
    {
        sock_filter[] foreign = [new() { code = 0x20 }, new() { code = 0x54, k = 0xFF }, new() { code = 0x25, k = 7 }, new() { code = 6, k = FilterAction.Allow.Value }];

        Assert.Equal(
            [FindingKind.Missing, FindingKind.Extra],
            Compare([Program(FilterProfile.Launch), Program(FilterProfile.Setup), foreign]).Select(finding => finding.Kind));
    }

    [Fact]
    public void EveryOtherOrderIsWrong()
    {
        foreach (int[] order in (int[][])[[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
        {
            Assert.Equal(FindingKind.WrongOrder, Assert.Single(Compare([.. order.Select(index => Program(_expected[index]))])).Kind);
        }
    }

    [Fact]
    public void AFilterThatLogsIsNoDifferentOneButNamed()
    {
        Assert.True(FilterSet.TryRead(_set.ToLogOnly(), out FilterSet? logging, out _));

        IReadOnlyList<Finding> findings = Compare([.. _expected.Select(profile => logging.Program(profile).ToArray())]);

        Assert.Equal([FindingKind.LogsOnly, FindingKind.LogsOnly, FindingKind.LogsOnly], findings.Select(finding => finding.Kind));
    }

    private sock_filter[] Program(FilterProfile profile) => _set.Program(profile).ToArray();

    private IReadOnlyList<Finding> Compare(sock_filter[][] programs)
    {
        KnownPrograms known = new(_set);
        return new ProgramStandard(known).Compare(_expected, [.. programs.Select((program, index) => known.Recognize(index, program))]);
    }
}
