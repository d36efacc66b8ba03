using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Proof;

/// <summary>Calls to which two stacks of filters answer differently.</summary>
public sealed record AnswerChange(CallBox Calls, FilterAction Before, FilterAction After)
{
    /// <summary>Whether the second stack is stricter with them.</summary>
    public bool IsStricter => After.IsStricterThan(Before);

    /// <summary>Whether it is less strict with them.</summary>
    public bool IsWider => Before.IsStricterThan(After);
}
