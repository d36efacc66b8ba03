using System.Buffers.Binary;
using System.Linq;
using Kiln.Fuzz.Mutation;
using Kiln.Testing.Vmm.State;
using Kiln.Vmm.Logging;
using Kiln.Vmm.State;

namespace Kiln.Fuzz.Targets.State;

/// <summary>
/// Saved states of every subject: the first byte of an input selects the subject, the rest is the state. A refusal must be a StateFailure;
/// a subject that has loaded a state must work, and save a state that can be loaded again.
/// </summary>
internal sealed class StateTarget : IFuzzTarget
{
    private const int Seed = 19;

    // The byte that selects the subject.
    private const int LeadLength = 1;

    private const int HistoriesOfEach = 6;
    private const int LongestHistory = 200;
    private const int Acts = 20;

    private static readonly string[] _names = [.. StateSubjects.All.Keys];

    // Header fields of the state, and of a section.
    private static readonly string[] _headers = ["length", "magic", "version", "checksum"];
    private static readonly string[] _sections = ["name", "version", "length", "sections"];

    // The events are random, so a log of them is useless.
    static StateTarget() => Log.Logger.Configure(new LoggerConfiguration(Level: LogLevel.Off));

    /// <inheritdoc/>
    public string Name => "state";

    /// <inheritdoc/>
    public IReadOnlyList<string> Stages => Enum.GetNames<StateStage>();

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds { get; } = [.. Histories(new Random(Seed))];

    /// <inheritdoc/>
    public IMutator MutatorOf(Random random) => new StateMutator(random, LeadLength);

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
            SavedState.Load(subject, input.AsSpan(LeadLength));
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
        ReadOnlySpan<byte> savedAgain = SavedState.Of(again);
        bool isSame = subject.KeepsTime ? savedAgain.Length == saved.Length : savedAgain.SequenceEqual(saved);
        return isSame
            ? new Observation((int)StateStage.Loaded, [name])
            : throw new InvalidOperationException($"{name}: what was loaded is saved otherwise");
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A queue, three sections deep, that has notified its driver at an index that no seed reaches; the index is the last field of a queue.
    /// </remarks>
    public bool IsPlanted(byte[] input) =>
        NameOf(input) == "virtio"
        && StateSections.Find(input, LeadLength + StateFormat.HeaderLength).Any(section =>
            section.NameIn(input).SequenceEqual("queue"u8)
            && BinaryPrimitives.ReadUInt16LittleEndian(input.AsSpan(section.End - sizeof(ushort))) >= 0x8000);

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
