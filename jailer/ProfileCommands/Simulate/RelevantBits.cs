using System.Linq;
using Kiln.ProfileCommands.Why;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Simulate;

/// <summary>Which bits of a call's arguments the rules of a thread look at: calls that are equal in them have one answer.</summary>
internal sealed class RelevantBits
{
    private static readonly ulong[] _none = new ulong[CallQuestion.MostArguments];

    private readonly Dictionary<int, ulong[]> _masks = [];

    internal RelevantBits(IEnumerable<AskedProgram> programs)
    {
        foreach (SyscallRule rule in programs.SelectMany(program => program.Rules.Rules))
        {
            if (!_masks.TryGetValue(rule.Number, out ulong[]? masks))
            {
                _masks[rule.Number] = masks = new ulong[CallQuestion.MostArguments];
            }
            foreach (ArgumentCondition condition in rule.Conditions)
            {
                masks[condition.Index] |= condition.Largest;
            }
        }
    }

    /// <summary>The bits by argument.</summary>
    internal ulong[] Of(int call) => _masks.GetValueOrDefault(call, _none);
}
