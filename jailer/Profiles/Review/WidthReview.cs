using System.Linq;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Profiles.Review;

/// <summary>
/// Finds conditions that compare other bits than the kernel looks at: two calls that are the same to one of them are different to the other,
/// and who may choose the register chooses the answer.
/// </summary>
internal static class WidthReview
{
    private const ulong Low = uint.MaxValue;

    /// <summary>What is wrong with a condition, with two registers that show it, and the cure; null when it compares as the kernel does.</summary>
    /// <param name="call">The system call's name.</param>
    internal static string? Finding(string call, ArgumentCondition condition) => SyscallArguments.ExtentOf(call, condition.Index) switch
    {
        ArgumentExtent.None => $"{call}: it has no argument {condition.Index}, and what its register holds is left to chance; remove the condition",
        ArgumentExtent.Low32 when SameToTheKernel(condition) is (var matching, var other) =>
            $"{call}: the kernel looks at the low 32 bits of argument {condition.Index}, so 0x{matching:x} and 0x{other:x} are the same to it, "
            + $"but the rule answers only 0x{matching:x}; compare with 'width: 32'",
        ArgumentExtent.All64 when condition.Width == ArgumentWidth.Bits32 && SameToTheRule(condition) is (var first, var second) =>
            $"{call}: the kernel looks at all 64 bits of argument {condition.Index}, so 0x{first:x} and 0x{second:x} differ to it, "
            + "but not to the rule; remove 'width: 32'",
        _ => null,
    };

    // Two registers with the same low half, of which the condition holds for the first alone. C extends a negative int by ones.
    private static (ulong Matching, ulong Other)? SameToTheKernel(ArgumentCondition condition)
    {
        ulong high = condition.Values[0] & ~Low;
        foreach (ulong low in LowHalves(condition))
        {
            ulong[] registers = [low, unchecked((ulong)(int)low), low | (Low + 1), low | high, low | (~high & ~Low), low | ~Low];
            if (registers.Where(condition.Matches).Take(1).ToArray() is [var matching]
                && registers.Where(register => !condition.Matches(register)).Take(1).ToArray() is [var other])
            {
                return (matching, other);
            }
        }
        return null;
    }

    private static (ulong First, ulong Second)? SameToTheRule(ArgumentCondition condition) =>
        LowHalves(condition).Where(condition.Matches).Take(1).ToArray() is [var matching] ? (matching, matching | (Low + 1)) : null;

    // A comparison changes its answer at its values or beside them.
    private static IEnumerable<ulong> LowHalves(ArgumentCondition condition) =>
        condition.Values.SelectMany(value => new[] { value, unchecked(value - 1), unchecked(value + 1) }).Append(0UL).Select(value => value & Low);
}
