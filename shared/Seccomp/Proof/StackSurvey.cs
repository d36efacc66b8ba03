using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Proof;

/// <summary>What a stack of filters answers to all calls of a box: it is followed along every path that one of them takes.</summary>
public sealed class StackSurvey
{
    // Conditional jumps on all paths: a tenth of a second.
    private const int MostJumps = 4_000_000;

    private readonly List<CallBox> _permitted = [];
    private readonly List<CallBox> _refused = [];
    private readonly List<FilterAction> _answers = [];

    private StackSurvey()
    {
    }

    /// <summary>The calls that are made; adjacent ones are joined.</summary>
    public IReadOnlyList<CallBox> Permitted => _permitted;

    /// <summary>The calls that are not made.</summary>
    public IReadOnlyList<CallBox> Refused => _refused;

    /// <summary>The different answers, the strictest last.</summary>
    public IReadOnlyList<FilterAction> Answers => _answers;

    /// <summary>Whether all calls could be followed; otherwise some are in neither list.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Asks for all calls of a box.</summary>
    public static StackSurvey Of(FilterStack stack, CallBox calls)
    {
        StackSurvey survey = new();
        survey.Follow(stack.Leaves(calls, new PathBudget(MostJumps)));
        Adjacent.Join(survey._permitted, (one, other) => one.Joined(other));
        survey._answers.Sort((one, other) => one.IsStricterThan(other) ? 1 : other.IsStricterThan(one) ? -1 : one.Value.CompareTo(other.Value));
        return survey;
    }

    private void Follow(IEnumerable<StackLeaf> leaves)
    {
        int count = 0;
        foreach (StackLeaf leaf in leaves)
        {
            if (leaf.Answer is not { } answer || ++count > PathBudget.MostLeaves)
            {
                IsWhole = false;
                return;
            }
            (answer.Permits ? _permitted : _refused).Add(leaf.Calls);
            if (!_answers.Contains(answer))
            {
                _answers.Add(answer);
            }
        }
    }
}
