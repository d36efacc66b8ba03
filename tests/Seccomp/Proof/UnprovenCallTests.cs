using System.Linq;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Proof;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Seccomp.Bpf;
using Xunit;
using static Kiln.Seccomp.Tests.Bpf.BpfInterpreterTests;

namespace Kiln.Seccomp.Tests.Proof;

/// <summary>Filters whose paths cannot be followed: they are never equal, and what differs at the edges of their constants is found.</summary>
public sealed class UnprovenCallTests
{
    private const uint Number = 0;
    private const uint LowHalf = 16;
    private const uint HighHalf = 20;
    private static readonly uint _allow = FilterAction.Allow.Value;
    private static readonly uint _trap = FilterAction.Trap(0).Value;

    // The call 7 is refused where the sum of its argument and 5 is a constant.
    [Theory]
    [InlineData(47, 48, true)]
    [InlineData(47, 47, false)]
    public void ArithmeticIsTriedAtItsEdges(uint before, uint after, bool differs)
    {
        UnprovenCalls unproven = Assert.Single(StackProof.Of(Adding(before, spare: 1), Adding(after, spare: 2)).NotProven);

        Assert.Equal((7, 7u), (unproven.Calls.SmallestNumber, unproven.Calls[CallBox.Number].High));
        Assert.InRange(unproven.Tried, 100, 10_000);
        Assert.Equal(differs ? 2 : 0, unproven.Found.Count);
        Assert.All(unproven.Found, found => Assert.NotEqual(found.Before, found.After));
    }

    [Fact]
    public void WhatIsProvenBesideIsTold()
    {
        FilterStack before = Adding(47, spare: 1);
        StackProof proof = StackProof.Of(before, new FilterStack([.. Adding(47, spare: 2).Programs, Refusing(9)]));

        Assert.Equal([7], proof.NotProven.Select(unproven => unproven.Calls.SmallestNumber));
        Assert.Equal([(9, true)], proof.Changes.Select(change => (change.Calls.SmallestNumber, change.IsStricter)));
    }

    [Fact]
    public void TheSameInstructionsAnswerAlikeWhateverTheyCompute()
    {
        StackProof proof = StackProof.Of(Adding(47, spare: 1), Adding(47, spare: 1));

        Assert.Empty(proof.NotProven);
        Assert.Empty(proof.Changes);
    }

    // A comparison by size of a masked argument is no box.
    [Fact]
    public void WhatIsMaskedAndComparedBySizeIsNotProven()
    {
        FilterStack Masking(uint bound) => new([
        [
            Instruction(BpfCodes.LoadWord, Number), Instruction(BpfCodes.JumpIfEqual, 7, 0, 3),
            Instruction(BpfCodes.LoadWord, LowHalf), Instruction(BpfCodes.And, 0xF0F0), Instruction(BpfCodes.JumpIfGreater, bound, 1, 0),
            Instruction(BpfCodes.Return, _allow), Instruction(BpfCodes.Return, _trap),
        ]]);

        UnprovenCalls unproven = Assert.Single(StackProof.Of(Masking(77), Masking(0xF000)).NotProven);

        Assert.Equal(7, unproven.Calls.SmallestNumber);
        AnswerChange found = Assert.Single(unproven.Found);
        Assert.Equal((true, _trap, _allow), (found.IsWider, found.Before.Value, found.After.Value));
    }

    [Fact]
    public void MorePathsThanAnybodyFollowsAreGivenUp()
    {
        FilterStack one = ManyPaths(50);
        FilterStack other = ManyPaths(49);

        UnprovenCalls unproven = Assert.Single(StackProof.Of(one, other).NotProven);

        Assert.Equal((0, uint.MaxValue), (unproven.Calls.SmallestNumber, unproven.Calls[CallBox.Number].High));
    }

    // Each call alone has as many paths as are followed; all of them together have more than there is time for.
    [Fact]
    public void AllCallsTogetherHaveABound()
    {
        List<sock_filter> program = [Instruction(BpfCodes.LoadWord, Number)];
        for (uint number = 0; number < 1_000; number++)
        {
            program.Add(Instruction(BpfCodes.JumpIfEqual, number));
        }
        program.AddRange(ManyPaths(14).Programs[0]);
        FilterStack stack = new([[.. program]]);

        StackProof proof = StackProof.Of(stack, new FilterStack([[.. program, Instruction(BpfCodes.Return, _trap)]]));

        Assert.Empty(proof.Changes);
        UnprovenCalls rest = Assert.Single(proof.NotProven);
        Assert.Equal(uint.MaxValue, rest.Calls[CallBox.Number].High);
        Assert.InRange(rest.Calls.SmallestNumber, 2, 500);
    }

    // Jumps that lead nowhere: each divides all calls by a bit of the first argument.
    private static FilterStack ManyPaths(int bits) => new([
    [
        .. Enumerable.Range(0, bits).SelectMany(bit => new[]
        {
            Instruction(BpfCodes.LoadWord, bit < 32 ? LowHalf : HighHalf), Instruction(BpfCodes.JumpIfCommon, 1u << (bit % 32)),
        }),
        Instruction(BpfCodes.Return, _allow),
    ]]);

    // The spare instruction makes programs with the same answers different.
    private static FilterStack Adding(uint sum, uint spare) => new([
    [
        Instruction(BpfCodes.LoadWord, spare * 4), Instruction(BpfCodes.LoadWord, Number), Instruction(BpfCodes.JumpIfEqual, 7, 0, 3),
        Instruction(BpfCodes.LoadWord, LowHalf), Instruction(BpfCodes.Add, 5), Instruction(BpfCodes.JumpIfEqual, sum, 1, 0),
        Instruction(BpfCodes.Return, _allow), Instruction(BpfCodes.Return, _trap),
    ]]);

    private static sock_filter[] Refusing(uint number) =>
        [Instruction(BpfCodes.LoadWord, Number), Instruction(BpfCodes.JumpIfEqual, number, 1, 0), Instruction(BpfCodes.Return, _allow), Instruction(BpfCodes.Return, _trap)];
}
