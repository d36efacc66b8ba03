using System.Globalization;
using System.Linq;
using Kiln.ProfileCommands.Why;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Proof;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Simulate;

/// <summary>A system call as a file records it. Equal when the same is known of the same call.</summary>
internal sealed class RecordedCall : IEquatable<RecordedCall>
{
    // A request or a mask with its highest bit set is no negative number to anybody.
    private const int SmallestDecimal = -10_000;

    private readonly KnownBits[] _arguments;

    /// <param name="arguments">What is known of them, from the first on; nothing of those that are missing.</param>
    internal RecordedCall(int number, params ReadOnlySpan<KnownBits> arguments)
    {
        Number = number;
        _arguments = new KnownBits[CallQuestion.MostArguments];
        arguments.CopyTo(_arguments);
    }

    internal int Number { get; }

    internal IReadOnlyList<KnownBits> Arguments => _arguments;

    /// <summary>All calls that may be the recorded one.</summary>
    internal CallBox Calls
    {
        get
        {
            CallBox calls = CallBox.OfCall(Number);
            for (int index = 0; index < _arguments.Length; index++)
            {
                calls = calls.With(CallBox.LowHalf(index), _arguments[index].Low)!.With(CallBox.LowHalf(index) + 1, _arguments[index].High)!;
            }
            return calls;
        }
    }

    /// <summary>What is known of the bits that somebody looks at.</summary>
    /// <param name="masks">The bits, by argument.</param>
    internal RecordedCall Within(ulong[] masks) => new(Number, [.. _arguments.Zip(masks, (argument, mask) => argument.Within(mask))]);

    public bool Equals(RecordedCall? other) => other is not null && other.Number == Number && _arguments.AsSpan().SequenceEqual(other._arguments);

    public override bool Equals(object? obj) => Equals(obj as RecordedCall);

    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Number);
        foreach (KnownBits argument in _arguments)
        {
            hash.Add(argument);
        }
        return hash.ToHashCode();
    }

    /// <summary>The call as it would be written, with a question mark for what is not known.</summary>
    public override string ToString()
    {
        string? name = SyscallTable.NameOf(Number);
        IEnumerable<string> arguments = Enumerable.Range(0, _arguments.Length)
            .Where(index => name is null || SyscallArguments.ExtentOf(name, index) != ArgumentExtent.None)
            .Select(Written);
        return $"{CallWords.NameOf(Number)}({string.Join(", ", arguments)})";
    }

    private string Written(int index)
    {
        (ulong value, ulong known) = _arguments[index];
        return known switch
        {
            0 => "?",
            ulong.MaxValue => ArgumentWords.Of(Number, index, value),
            // All that a 32-bit parameter shows of a negative number.
            uint.MaxValue when (int)value is < 0 and > SmallestDecimal and var number && ArgumentWords.Of(Number, index, value)[0] == '0' =>
                number.ToString(CultureInfo.InvariantCulture),
            uint.MaxValue => ArgumentWords.Of(Number, index, value),
            _ => $"{ArgumentWords.Of(Number, index, value)}|?",
        };
    }
}
