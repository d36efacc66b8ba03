using Kiln.Linux.Abi;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Harness;
using Kiln.Testing.Seccomp.Bpf;
using Kiln.Testing.Seccomp.Generation;
using Xunit;

namespace Kiln.Seccomp.Tests.Bpf;

/// <summary>No call takes a longer path through a program than the longest, or a shorter one to its permission than the shortest.</summary>
public sealed class PathAnalysisTests
{
    private const uint X64 = (uint)AuditArchitecture.AUDIT_ARCH_X86_64;

    // if (arch != x86_64) kill; if (nr == 1) allow; if (nr == 2) return arg0 == 5 ? allow : kill; kill
    private static readonly sock_filter[] _program =
    [
        Instruction(BpfCodes.LoadWord, 4),
        Instruction(BpfCodes.JumpIfEqual, X64, 0, 6),
        Instruction(BpfCodes.LoadWord, 0),
        Instruction(BpfCodes.JumpIfEqual, 1, 3, 0),
        Instruction(BpfCodes.JumpIfEqual, 2, 0, 3),
        Instruction(BpfCodes.LoadWord, 16),
        Instruction(BpfCodes.JumpIfEqual, 5, 0, 1),
        Instruction(BpfCodes.Return, (uint)SeccompAction.SECCOMP_RET_ALLOW),
        Instruction(BpfCodes.Return, (uint)SeccompAction.SECCOMP_RET_KILL_PROCESS),
    ];

    [Theory]
    [InlineData(1, 5, 5, true)]
    [InlineData(2, 8, 8, false)]
    [InlineData(3, 6, null, false)]
    public void PathsAreMeasured(int number, int longest, int? shortestAllow, bool isConstant) =>
        Assert.Equal(new CallPath(longest, shortestAllow, isConstant), new PathAnalysis(_program, X64).Of(number));

    [Fact]
    public void AnotherArchitectureIsAnotherWay() =>
        Assert.Equal(new CallPath(3, null, false), new PathAnalysis(_program, (uint)AuditArchitecture.AUDIT_ARCH_AARCH64).Of(1));

    [Fact]
    public void EveryRunLiesBetweenTheBounds()
    {
        const int Sets = 200;
        const int Calls = 100;
        int seed = Seed.Next();
        Random random = new(seed);
        RandomRules rules = new(random);
        RandomCalls calls = new(random);
        int longest = 0, shortest = 0, constant = 0;
        for (int number = 0; number < Sets; number++)
        {
            RuleSet set = rules.Set();
            sock_filter[] program = BpfCompiler.Compile(set).Instructions.ToArray();
            for (int count = 0; count < Calls; count++)
            {
                Call call = calls.Near(set);
                CallPath path = new PathAnalysis(program, (uint)call.Architecture).Of(call.Number);
                (int steps, bool isAllowed, bool sawArgument) = Run(program, call);
                string what = $"seed {seed}, set {number}: {call} takes {steps}, {path}";
                Assert.True(steps <= path.Longest, what);
                Assert.True(!isAllowed || steps >= path.ShortestAllow, what);
                Assert.True(!path.IsConstant || (isAllowed && !sawArgument), what);
                longest += steps == path.Longest ? 1 : 0;
                shortest += isAllowed && steps == path.ShortestAllow ? 1 : 0;
                constant += path.IsConstant ? 1 : 0;
            }
        }
        // Bounds that are never reached would prove nothing.
        Assert.True(longest > 100 && shortest > 100 && constant > 100, $"seed {seed}: {longest} {shortest} {constant}");
    }

    private static (int Steps, bool IsAllowed, bool SawArgument) Run(sock_filter[] program, Call call)
    {
        uint accumulator = 0;
        bool sawArgument = false;
        int steps = 0;
        for (int at = 0; ; at++)
        {
            steps++;
            sock_filter instruction = program[at];
            switch (instruction.code)
            {
                case BpfCodes.LoadWord:
                    accumulator = call.Data.Word(instruction.k);
                    sawArgument |= instruction.k > 4;
                    break;
                case BpfCodes.And:
                    accumulator &= instruction.k;
                    break;
                case BpfCodes.Jump:
                    at += (int)instruction.k;
                    break;
                case BpfCodes.JumpIfEqual:
                    at += accumulator == instruction.k ? instruction.jt : instruction.jf;
                    break;
                case BpfCodes.JumpIfGreater:
                    at += accumulator > instruction.k ? instruction.jt : instruction.jf;
                    break;
                case BpfCodes.JumpIfGreaterOrEqual:
                    at += accumulator >= instruction.k ? instruction.jt : instruction.jf;
                    break;
                case BpfCodes.JumpIfCommon:
                    at += (accumulator & instruction.k) != 0 ? instruction.jt : instruction.jf;
                    break;
                default:
                    return (steps, instruction.k == (uint)SeccompAction.SECCOMP_RET_ALLOW, sawArgument);
            }
        }
    }

    private static sock_filter Instruction(ushort code, uint operand, byte taken = 0, byte otherwise = 0) =>
        new() { code = code, k = operand, jt = taken, jf = otherwise };
}
