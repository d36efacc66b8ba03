using System.Linq;
using System.Text;
using Kiln.Jailer.Foundation;
using Kiln.ProfileCommands.Why;

namespace Kiln.ProfileCommands.Simulate;

/// <summary>Asks the filters of a thread about all calls of a recording. Takes memory for different answers, not for calls.</summary>
internal sealed class Simulation(ThreadFilters filters)
{
    private const int MostGroups = 1000;
    // Of one argument of one call; the calls with others are told together.
    private const int MostValues = 64;

    private const int MostKept = 65_536;

    private readonly RelevantBits _relevant = new(filters.Programs);
    private readonly Dictionary<RecordedCall, CallOutcome> _outcomes = [];
    private readonly Dictionary<OutcomeGroupKey, OutcomeGroup> _groups = [];
    private readonly Dictionary<OutcomeGroupKey, int> _values = [];
    private readonly long[] _calls = new long[3];

    internal ThreadFilters Filters => filters;

    internal long Calls => _calls.Sum();

    /// <summary>Lines that are no call of a known form.</summary>
    internal LineCount NotUnderstood { get; } = new();

    /// <summary>Calls that x86_64 does not have.</summary>
    internal LineCount Foreign { get; } = new();

    /// <summary>Lines that are too long to be read.</summary>
    internal LineCount TooLong { get; } = new();

    /// <summary>Calls that are in no group, since there are too many.</summary>
    internal long Untold { get; private set; }

    /// <summary>What is not allowed, most frequent first.</summary>
    internal IEnumerable<OutcomeGroup> Groups => _groups.Values.OrderByDescending(group => group.Count).ThenBy(group => group.Line);

    internal long this[OutcomeKind kind] => _calls[(int)kind];

    /// <exception cref="JailerFailure">The file cannot be read.</exception>
    internal void Read(LineReader reader)
    {
        for (long number = 1; reader.TryRead(out ReadOnlySpan<byte> line, out bool isTooLong); number++)
        {
            if (isTooLong)
            {
                TooLong.Add(number, "");
                continue;
            }
            string text = Encoding.UTF8.GetString(line);
            RecordedLine recorded = RecordedLine.Of(text);
            switch (recorded.Kind)
            {
                case LineKind.Call:
                    Add(recorded.Call!, number);
                    break;
                case LineKind.Foreign:
                    Foreign.Add(number, text);
                    break;
                case LineKind.Unknown:
                    NotUnderstood.Add(number, text);
                    break;
            }
        }
    }

    private void Add(RecordedCall call, long line)
    {
        CallOutcome outcome = OutcomeOf(call);
        _calls[(int)outcome.Kind]++;
        if (outcome.Group is { } key)
        {
            Tell(key, outcome, call, line);
        }
    }

    private void Tell(OutcomeGroupKey key, CallOutcome outcome, RecordedCall call, long line)
    {
        if (_groups.TryGetValue(key, out OutcomeGroup? group))
        {
            group.Count++;
        }
        else if (key.Argument is not null && !TakesOneMore(key.WithoutValue))
        {
            Tell(key.WithoutValue, outcome, call, line);
        }
        else if (_groups.Count == MostGroups)
        {
            Untold++;
        }
        else
        {
            _groups[key] = new OutcomeGroup(key, outcome, call, line);
        }
    }

    private bool TakesOneMore(OutcomeGroupKey key)
    {
        int count = _values.GetValueOrDefault(key);
        _values[key] = Math.Min(count + 1, MostValues);
        return count < MostValues;
    }

    private CallOutcome OutcomeOf(RecordedCall call)
    {
        RecordedCall relevant = call.Within(_relevant.Of(call.Number));
        if (!_outcomes.TryGetValue(relevant, out CallOutcome? outcome))
        {
            if (_outcomes.Count == MostKept)
            {
                _outcomes.Clear();
            }
            _outcomes[relevant] = outcome = CallOutcome.Of(relevant, filters);
        }
        return outcome;
    }
}
