using System.Linq;

namespace Kiln.Seccomp.Rules;

/// <summary>What rules permit of one system call: a set of calls, whichever rules it comes from and however they are written.</summary>
public sealed class PermittedCalls
{
    private readonly CallRegion[] _regions;

    private PermittedCalls(CallRegion[] regions) => _regions = regions;

    /// <summary>Nothing.</summary>
    public static PermittedCalls None { get; } = new([]);

    /// <summary>Whether no call is permitted.</summary>
    public bool IsEmpty => _regions.Length == 0;

    /// <summary>What one rule of a program permits, by itself.</summary>
    /// <param name="earlier">The rules that are evaluated before it; those that refuse take their calls from it.</param>
    /// <exception cref="RuleComplexityException">The conditions are too complex to analyze.</exception>
    public static PermittedCalls Of(SyscallRule rule, IEnumerable<SyscallRule> earlier) => rule.Action.Permits
        ? new PermittedCalls([.. RuleReach.Of(rule, earlier.Where(other => other.Number == rule.Number && !other.Action.Permits))])
        : None;

    /// <summary>What any of several permits.</summary>
    public static PermittedCalls AnyOf(IEnumerable<PermittedCalls> parts) => new([.. parts.SelectMany(part => part._regions)]);

    /// <summary>Whether a permitted call satisfies a condition.</summary>
    /// <exception cref="RuleComplexityException">The conditions are too complex to analyze.</exception>
    public bool CanSatisfy(ArgumentCondition condition) => Array.Exists(_regions, region => !region.And(condition).IsEmpty);

    /// <summary>How many values an argument has in permitted calls.</summary>
    /// <param name="index">The argument's index, from 0.</param>
    /// <param name="width">What of it is looked at.</param>
    /// <exception cref="RuleComplexityException">The conditions are too complex to analyze.</exception>
    public UInt128 ValuesOf(int index, ArgumentWidth width)
    {
        IEnumerable<ArgumentPiece> pieces = _regions.SelectMany(region => region[index].Pieces);
        return width == ArgumentWidth.Bits32
            ? ArgumentUnion.Count(pieces.Select(piece => piece.LowHalf), 32)
            : ArgumentUnion.Count(pieces, 64);
    }
}
