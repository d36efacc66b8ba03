using System.Linq;
using Kiln.Seccomp.Proof;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Wording;

/// <summary>Describes a box of calls.</summary>
internal static class CallWords
{
    // Calls with neighboring numbers and the same answers are one box.
    private const int MostNamed = 8;

    /// <summary>The calls with what their arguments are.</summary>
    internal static string Of(CallBox calls) => ArgumentsOf(calls) is { Length: > 0 } arguments ? $"{NameOf(calls)} where {arguments}" : NameOf(calls);

    /// <summary>A call's name, or its number when it has none.</summary>
    internal static string NameOf(int number) => SyscallTable.NameOf(number) ?? $"call {(uint)number}";

    /// <summary>A call with its arguments.</summary>
    internal static string Made(int number, IEnumerable<ulong> arguments) =>
        $"{NameOf(number)}({string.Join(", ", arguments.Select(value => $"0x{value:x}"))})";

    /// <summary>The names of the calls, or their numbers where they are many.</summary>
    internal static string NameOf(CallBox calls)
    {
        WordSet numbers = calls[CallBox.Number];
        return numbers.High - numbers.Low < MostNamed
            ? string.Join(", ", Enumerable.Range((int)numbers.Low, (int)(numbers.High - numbers.Low) + 1).Select(NameOf))
            : $"calls {numbers.Low} to {numbers.High}";
    }

    /// <summary>The conditions on the arguments, joined; empty when they do not matter.</summary>
    internal static string ArgumentsOf(CallBox calls)
    {
        List<string> words = [];
        for (int index = 0; index < CallBox.Arguments; index++)
        {
            int argument = index;
            WordSet low = calls[CallBox.LowHalf(argument)];
            WordSet high = calls[CallBox.LowHalf(argument) + 1];
            if (high.Low == high.High && low.Mask == 0)
            {
                ulong above = (ulong)high.Low << 32;
                words.Add($"argument {argument} {Interval(Name, above | low.Low, above | low.High, ulong.MaxValue)}");
                continue;
            }
            Add(words, $"argument {argument} (low half)", low, Name);
            // What constants name is below.
            Add(words, $"argument {argument} (high half)", high, ArgumentWords.Number);

            string Name(ulong value) => ArgumentWords.Of(calls.SmallestNumber, argument, value);
        }
        return string.Join(", ", words);
    }

    private static void Add(List<string> words, string what, WordSet set, Func<ulong, string> name)
    {
        if (set == WordSet.All)
        {
            return;
        }
        string bits = set.Mask == 0 ? "" : $"has 0x{set.Value:x} in the bits 0x{set.Mask:x}";
        string interval = set is { Low: 0, High: uint.MaxValue } ? "" : Interval(name, set.Low, set.High, uint.MaxValue);
        words.Add($"{what} {string.Join(" and ", ((string[])[interval, bits]).Where(text => text.Length > 0))}");
    }

    private static string Interval(Func<ulong, string> name, ulong low, ulong high, ulong largest) => (low, high) switch
    {
        _ when low == high => $"is {name(low)}",
        (_, _) when high == largest => $"is at least {ArgumentWords.Number(low)}",
        (0, _) => $"is at most {ArgumentWords.Number(high)}",
        _ => $"is {ArgumentWords.Number(low)} to {ArgumentWords.Number(high)}",
    };
}
