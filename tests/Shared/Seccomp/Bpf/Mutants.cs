using System.Linq;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Rules;

namespace Kiln.Testing.Seccomp.Bpf;

/// <summary>Compilers with one fault each, by name: the tests must detect every one of them.</summary>
internal static class Mutants
{
    private const uint X32Bit = 0x4000_0000;
    private const uint ArgumentsOffset = 16;

    internal static Dictionary<string, Func<RuleSet, sock_filter[]>> All { get; } = new()
    {
        ["high word ignored"] = rules => Real(Conditions(rules, LowHalf)),
        ["not equal taken for equal"] = rules => Real(Conditions(rules, Negated)),
        ["only the first rule of a call"] = rules => Real(rules with { Rules = [.. rules.Rules.DistinctBy(rule => rule.Number)] }),
        ["only the first condition of a rule"] = rules =>
            Real(rules with { Rules = [.. rules.Rules.Select(rule => rule with { Conditions = [.. rule.Conditions.Take(1)] })] }),
        ["architecture unchecked"] = Patched(
            code => code.code == BpfCodes.JumpIfEqual && code.k == 0xC000_003E, (ref code) => code.jf = code.jt),
        ["x32 hole"] = Patched(code => code.code == BpfCodes.JumpIfGreaterOrEqual && code.k == X32Bit, (ref code) => code.jt = code.jf),
        ["wrong default"] = rules => Real(rules with { Default = FilterAction.Allow }),
        ["signed compare"] = rules => Real(rules with { Rules = [.. rules.Rules.SelectMany(SignedComparison.Of)] }),
        ["order of rules reversed"] = rules => Real(rules with { Rules = [.. rules.Rules.Reverse()] }),
        ["actions dropped"] = rules => Real(rules with { Rules = [.. rules.Rules.Select(rule => rule with { Action = FilterAction.Allow })] }),
        ["data of actions dropped"] = Patched(code => code.code == BpfCodes.Return, (ref code) => code.k &= 0xFFFF_0000),
        ["list without its last value"] = rules => Real(Conditions(rules, Shortened)),
        ["at most taken for below"] = rules => Real(Conditions(rules, Below)),
        ["common calls are all calls"] = rules =>
            Real(rules.Common.Count == 0 ? rules : rules with { Rules = [.. rules.Rules.Where(rule => rules.Common.Contains(rule.Number))] }),
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
        rules with { Rules = [.. rules.Rules.Select(rule => rule with { Conditions = [.. rule.Conditions.Select(change)] })] };

    private static ArgumentCondition LowHalf(ArgumentCondition condition) => condition.Comparison switch
    {
        Comparison.In =>
            ArgumentCondition.OneOf(condition.Index, ArgumentWidth.Bits32, condition.Values.Select(value => (ulong)(uint)value)),
        Comparison.NotIn =>
            ArgumentCondition.NoneOf(condition.Index, ArgumentWidth.Bits32, condition.Values.Select(value => (ulong)(uint)value)),
        Comparison.MaskedEqual =>
            ArgumentCondition.Masked(condition.Index, ArgumentWidth.Bits32, (uint)condition.Mask, (uint)condition.Values[0]),
        _ => ArgumentCondition.With(condition.Index, ArgumentWidth.Bits32, condition.Comparison, (uint)condition.Values[0]),
    };

    private static ArgumentCondition Negated(ArgumentCondition condition) => condition.Comparison == Comparison.NotEqual
        ? ArgumentCondition.With(condition.Index, condition.Width, Comparison.Equal, condition.Values[0])
        : condition;

    private static ArgumentCondition Shortened(ArgumentCondition condition) => condition switch
    {
        { Comparison: Comparison.In, Values.Count: > 1 } =>
            ArgumentCondition.OneOf(condition.Index, condition.Width, condition.Values.SkipLast(1)),
        { Comparison: Comparison.NotIn, Values.Count: > 1 } =>
            ArgumentCondition.NoneOf(condition.Index, condition.Width, condition.Values.SkipLast(1)),
        _ => condition,
    };

    private static ArgumentCondition Below(ArgumentCondition condition) => condition.Comparison == Comparison.LessOrEqual
        ? ArgumentCondition.With(condition.Index, condition.Width, Comparison.Less, condition.Values[0])
        : condition;
}
