using System.Linq;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Bpf;

namespace Kiln.Seccomp.Tests.Bpf;

/// <summary>Compilers with one fault each, by name: the tests must tell every one of them from the real one.</summary>
internal static class Mutants
{
    private const uint X32Bit = 0x4000_0000;
    private const uint ArgumentsOffset = 16;
    private const uint Allow = 0x7FFF_0000;
    private const uint Trap = 0x0003_0000;

    internal static Dictionary<string, Func<RuleSet, sock_filter[]>> All { get; } = new()
    {
        ["high word ignored"] = rules => Real(Conditions(rules, LowHalf)),
        ["not equal taken for equal"] = rules => Real(Conditions(rules, Negated)),
        ["only the first rule of a call"] = rules => Real(new([.. rules.Rules.DistinctBy(rule => rule.Number)])),
        ["only the first condition of a rule"] = rules =>
            Real(new([.. rules.Rules.Select(rule => rule with { Conditions = [.. rule.Conditions.Take(1)] })])),
        ["architecture unchecked"] = Patched(
            code => code.code == BpfCodes.JumpIfEqual && code.k == 0xC000_003E, (ref code) => code.jf = code.jt),
        ["x32 hole"] = Patched(code => code.code == BpfCodes.JumpIfGreaterOrEqual && code.k == X32Bit, (ref code) => code.jt = code.jf),
        ["wrong default"] = Patched(code => code.code == BpfCodes.Return && code.k == Trap, (ref code) => code.k = Allow),
        ["mask ignored"] = Patched(code => code.code == BpfCodes.And, (ref code) => code.k = uint.MaxValue),
        ["halves swapped"] = Patched(IsArgument, (ref code) => code.k ^= 4),
        ["next argument"] = Patched(IsArgument, (ref code) => code.k = code.k + 8 < 64 ? code.k + 8 : ArgumentsOffset),
        ["jump one too far"] = Patched(code => code.code == BpfCodes.JumpIfEqual && code.jf < 255, (ref code) => code.jf++),
        ["long jump cut to a byte"] = Patched(code => code.code == BpfCodes.Jump, (ref code) => code.k = (byte)code.k),
        ["at least taken for greater"] = Patched(
            code => code.code == BpfCodes.JumpIfGreaterOrEqual, (ref code) => code.code = BpfCodes.JumpIfGreater),
    };

    private delegate void Patch(ref sock_filter instruction);

    internal static sock_filter[] Real(RuleSet rules) => BpfCompiler.Compile(rules).Instructions.ToArray();

    private static Func<RuleSet, sock_filter[]> Patched(Func<sock_filter, bool> where, Patch patch) => rules =>
    {
        sock_filter[] program = Real(rules);
        for (int at = 0; at < program.Length; at++)
        {
            if (where(program[at]))
            {
                patch(ref program[at]);
            }
        }
        return program;
    };

    private static bool IsArgument(sock_filter instruction) => instruction.code == BpfCodes.LoadWord && instruction.k >= ArgumentsOffset;

    private static RuleSet Conditions(RuleSet rules, Func<ArgumentCondition, ArgumentCondition> change) =>
        new([.. rules.Rules.Select(rule => rule with { Conditions = [.. rule.Conditions.Select(change)] })]);

    private static ArgumentCondition LowHalf(ArgumentCondition condition) => condition.Comparison switch
    {
        Comparison.In =>
            ArgumentCondition.OneOf(condition.Index, ArgumentWidth.Bits32, condition.Values.Select(value => (ulong)(uint)value)),
        Comparison.MaskedEqual =>
            ArgumentCondition.Masked(condition.Index, ArgumentWidth.Bits32, (uint)condition.Mask, (uint)condition.Values[0]),
        _ => ArgumentCondition.With(condition.Index, ArgumentWidth.Bits32, condition.Comparison, (uint)condition.Values[0]),
    };

    private static ArgumentCondition Negated(ArgumentCondition condition) => condition.Comparison == Comparison.NotEqual
        ? ArgumentCondition.With(condition.Index, condition.Width, Comparison.Equal, condition.Values[0])
        : condition;
}
