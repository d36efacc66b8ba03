using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Proof;

/// <summary>A set of system calls of one architecture: a set of words for each word of struct seccomp_data, independent of one another. Immutable.</summary>
public sealed class CallBox
{
    /// <summary>The words of struct seccomp_data.</summary>
    public const int Words = SyscallData.Length / sizeof(uint);

    /// <summary>The word of the call's number.</summary>
    public const int Number = 0;

    private const int Architecture = 1;
    private const int Instruction = 2;
    private const int FirstArgument = 4;

    /// <summary>The arguments of a call.</summary>
    public const int Arguments = 6;

    private readonly WordSet[] _words;

    private CallBox(WordSet[] words) => _words = words;

    /// <summary>All calls of x86_64, with those of x32 and without a name among them.</summary>
    public static CallBox OfX64 { get; } = Make();

    /// <summary>All calls of a number.</summary>
    public static CallBox OfCall(int number) => OfX64.With(Number, WordSet.Only((uint)number))!;

    /// <summary>A word's set.</summary>
    /// <param name="word">Its index in struct seccomp_data.</param>
    public WordSet this[int word] => _words[word];

    /// <summary>The word of an argument's low half; the high half follows.</summary>
    /// <param name="argument">The argument's index, from 0.</param>
    public static int LowHalf(int argument) => FirstArgument + (2 * argument);

    /// <summary>The same calls with another set for a word; null when there are none.</summary>
    public CallBox? With(int word, WordSet set)
    {
        if (set == _words[word])
        {
            return this;
        }
        if (set.Smallest is null)
        {
            return null;
        }
        WordSet[] words = [.. _words];
        words[word] = set;
        return new CallBox(words);
    }

    /// <summary>A single one of them.</summary>
    internal CallBox Only(int number, ulong[] arguments)
    {
        WordSet[] words = [.. _words];
        words[Number] = WordSet.Only((uint)number);
        for (int index = 0; index < Arguments; index++)
        {
            words[LowHalf(index)] = WordSet.Only((uint)arguments[index]);
            words[LowHalf(index) + 1] = WordSet.Only((uint)(arguments[index] >> 32));
        }
        return new CallBox(words);
    }

    /// <summary>Whether a call is one of them.</summary>
    public bool Contains(in SyscallData call)
    {
        for (int word = 0; word < Words; word++)
        {
            uint value = call.Word((uint)(word * sizeof(uint)));
            WordSet set = _words[word];
            if (value < set.Low || value > set.High || (value & set.Mask) != set.Value)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The smallest of them: its number.</summary>
    public int SmallestNumber => (int)_words[Number].Smallest!.Value;

    /// <summary>The smallest of them: its arguments.</summary>
    public ulong[] SmallestArguments()
    {
        ulong[] arguments = new ulong[Arguments];
        for (int index = 0; index < Arguments; index++)
        {
            arguments[index] = Pair(LowHalf(index));
        }
        return arguments;
    }

    /// <summary>The smallest of them as a filter sees it.</summary>
    /// <param name="arguments">Its arguments.</param>
    public SyscallData Smallest(ulong[] arguments) => new(SmallestNumber, _words[Architecture].Low, Pair(Instruction), arguments);

    /// <summary>Both together, if that is a box again: they differ in one word, whose intervals meet.</summary>
    internal CallBox? Joined(CallBox other)
    {
        int different = -1;
        for (int word = 0; word < Words; word++)
        {
            if (_words[word] != other._words[word])
            {
                if (different >= 0)
                {
                    return null;
                }
                different = word;
            }
        }
        if (different < 0)
        {
            return this;
        }
        (WordSet one, WordSet two) = (_words[different], other._words[different]);
        bool areAlike = (one.Mask, one.Value) == (two.Mask, two.Value);
        bool meet = (one.High != uint.MaxValue && one.High + 1 == two.Low) || (two.High != uint.MaxValue && two.High + 1 == one.Low);
        return areAlike && meet ? With(different, one with { Low = Math.Min(one.Low, two.Low), High = Math.Max(one.High, two.High) }) : null;
    }

    private static CallBox Make()
    {
        WordSet[] words = new WordSet[Words];
        Array.Fill(words, WordSet.All);
        words[Architecture] = WordSet.Only((uint)AuditArchitecture.AUDIT_ARCH_X86_64);
        return new CallBox(words);
    }

    private ulong Pair(int word) => _words[word].Smallest!.Value | ((ulong)_words[word + 1].Smallest!.Value << 32);
}
