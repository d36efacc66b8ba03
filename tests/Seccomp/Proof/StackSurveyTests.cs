using System.Linq;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Proof;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Harness;
using Kiln.Testing.Seccomp.Bpf;
using Kiln.Testing.Seccomp.Generation;
using Xunit;

namespace Kiln.Seccomp.Tests.Proof;

/// <summary>What is said of all calls of a box, against running the programs with some of them.</summary>
public sealed class StackSurveyTests(ITestOutputHelper output)
{
    private const int Sets = 300;
    private const int CallsOfASet = 40;
    private const int LeastOfAKind = 500;

    [Fact]
    public void ACallIsAmongThePermittedExactlyWhenTheProgramsPermitIt()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        int permitted = 0;
        int refused = 0;
        for (int count = 0; count < Sets; count++)
        {
            RuleSet rules;
            do
            {
                rules = new RandomRules(random).SmallSet();
            }
            while (rules.Rules.Count == 0);
            FilterStack stack = new([Mutants.Real(rules)]);
            RandomCalls calls = new(random);
            for (int each = 0; each < CallsOfASet; each++)
            {
                Call call = calls.Near(rules) with { Architecture = AuditArchitecture.AUDIT_ARCH_X86_64 };
                // Some words of the call are known, and others are not.
                CallBox box = CallBox.OfCall(call.Number);
                SyscallData data = call.Data;
                for (int word = CallBox.LowHalf(0); word < CallBox.Words; word++)
                {
                    uint value = data.Word((uint)(word * sizeof(uint)));
                    uint known = random.Next(3) switch { 0 => 0, 1 => uint.MaxValue, _ => value };
                    box = box.With(word, WordSet.All.With(known, value & known))!;
                }
                StackSurvey survey = StackSurvey.Of(stack, box);
                if (!survey.IsWhole)
                {
                    continue;
                }
                bool isPermitted = stack.AnswerTo(in data).Permits;
                Assert.True(
                    Has(survey.Permitted, call) == isPermitted && Has(survey.Refused, call) != isPermitted && survey.Answers.Contains(stack.AnswerTo(in data)),
                    $"{call} of seed {seed}");
                (permitted, refused) = isPermitted ? (permitted + 1, refused) : (permitted, refused + 1);
            }
        }
        output.WriteLine($"{permitted} permitted, {refused} refused");
        Assert.InRange(permitted, LeastOfAKind, int.MaxValue);
        Assert.InRange(refused, LeastOfAKind, int.MaxValue);
    }

    [Fact]
    public void WhatCannotBeFollowedIsNotWhole()
    {
        FilterStack stack = new([[new() { code = BpfCodes.LoadWord, k = 16 }, new() { code = BpfCodes.And, k = 0xF0F0 }, new() { code = BpfCodes.JumpIfGreater, k = 77, jt = 0, jf = 0 }, new() { code = BpfCodes.Return, k = FilterAction.Allow.Value }]]);

        Assert.False(StackSurvey.Of(stack, CallBox.OfX64).IsWhole);
    }

    private static bool Has(IEnumerable<CallBox> boxes, Call call)
    {
        SyscallData data = call.Data;
        foreach (CallBox box in boxes)
        {
            if (box.Contains(in data))
            {
                return true;
            }
        }
        return false;
    }
}
