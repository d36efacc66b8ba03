using System.Linq;
using Kiln.Fuzz.Mutation;
using Kiln.Testing.Vmm.State;
using Kiln.Vmm.State;

namespace Kiln.Fuzz.Targets.State;

/// <summary>
/// Saved states of everything that is saved: the first byte of an input says whose, the rest is the state. What is refused is refused by a
/// StateFailure; who has loaded one must work, and save what can be loaded again.
/// </summary>
internal sealed class StateTarget : IFuzzTarget
{
    private const int Seed = 19;
    private const int HistoriesOfEach = 6;
    private const int LongestHistory = 200;
    private const int Acts = 20;

    private static readonly string[] _names = [.. StateSubjects.All.Keys];

    // Fields of the header, and those of a section before its content.
    private static readonly string[] _headers = ["length", "magic", "version", "checksum"];
    private static readonly string[] _sections = ["name", "version", "length", "sections"];

    /// <inheritdoc/>
    public string Name => "state";

    /// <inheritdoc/>
    public IReadOnlyList<string> Stages => Enum.GetNames<StateStage>();

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds { get; } = [.. Histories(new Random(Seed))];

    /// <inheritdoc/>
    public IMutator MutatorOf(Random random) => new StateMutator(random);

    /// <inheritdoc/>
    public Observation Run(byte[] input)
    {
        if (input.Length == 0)
        {
            return new Observation((int)StateStage.Bytes, []);
        }
        string name = NameOf(input);
        using IStateSubject subject = Subject(name);
        try
        {
            SavedState.Load(subject, input.AsSpan(1));
        }
        catch (StateFailure failure)
        {
            return new Observation((int)StageOf(failure), [$"{name} {failure.Section} {failure.Field}"]);
        }
        Random random = new(input.Length);
        for (int act = 0; act < Acts; act++)
        {
            subject.Act(random);
        }
        using IStateSubject again = subject.Fresh();
        byte[] saved = SavedState.Of(subject).ToArray();
        SavedState.Load(again, saved);
        return SavedState.Of(again).SequenceEqual(saved)
            ? new Observation((int)StateStage.Loaded, [name])
            : throw new InvalidOperationException($"{name}: what was loaded is saved otherwise");
    }

    /// <inheritdoc/>
    /// <remarks>An allocator of which nearly all is taken; no seed is one.</remarks>
    public bool IsPlanted(byte[] input) => NameOf(input) == "gsi" && input[^12] is >= 20 and <= 24;

    private static string NameOf(byte[] input) => _names[input[0] % _names.Length];

    // Of the same configuration as the seeds'.
    private static IStateSubject Subject(string name) => StateSubjects.All[name](new Random(Seed));

    private static IEnumerable<byte[]> Histories(Random random)
    {
        for (int index = 0; index < _names.Length; index++)
        {
            for (int history = 0; history < HistoriesOfEach; history++)
            {
                using IStateSubject subject = Subject(_names[index]);
                for (int act = random.Next(LongestHistory); act > 0 && _names[index] is not ("gsi" or "limiter"); act--)
                {
                    subject.Act(random);
                }
                yield return [(byte)index, .. SavedState.Of(subject)];
            }
        }
    }

    private static StateStage StageOf(StateFailure failure) =>
        failure.Section == "state" && _headers.Contains(failure.Field) ? StateStage.Bytes
        : _sections.Contains(failure.Field) ? StateStage.Sections
        : StateStage.Fields;
}
