using System.Buffers.Binary;
using System.Linq;
using System.Text.Json;
using Kiln.Fuzz.Mutation;
using Kiln.Testing.Vmm.Snapshots;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Model;
using Kiln.Vmm.Process.CommandLine;
using Kiln.Vmm.Snapshots;
using Kiln.Vmm.State;

namespace Kiln.Fuzz.Targets.Snapshot;

/// <summary>
/// Whole state files of snapshots, read as <c>vmm snapshot check</c> and <c>--describe-snapshot</c> read them. A refusal must be a StateFailure of
/// one line, or that the host does not map so much memory; a snapshot that is taken must be described.
/// </summary>
/// <param name="more">More seeds, such as files that a monitor has saved.</param>
internal sealed class SnapshotTarget(IReadOnlyList<byte[]> more) : IFuzzTarget
{
    private const int Seed = 23;
    private const int SamplesOfEach = 8;

    // No seed has a disk of so many sectors: 2 TiB.
    private const ulong PlantedSectors = 1UL << 32;

    private static readonly string[] _headers = ["length", "magic", "version", "checksum"];

    private static readonly VmConfiguration[] _configurations =
        [SampleSnapshot.Smallest, SampleSnapshot.Fullest, SampleSnapshot.Fullest with { Entropy = null, BootTimer = false }];

    // The files are random, so a log of them is useless.
    static SnapshotTarget() => Log.Logger.Configure(new LoggerConfiguration(Level: LogLevel.Off));

    /// <inheritdoc/>
    public string Name => "snapshot";

    /// <inheritdoc/>
    public IReadOnlyList<string> Stages => Enum.GetNames<SnapshotStage>();

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds { get; } = [.. Samples(new Random(Seed)), .. more];

    /// <inheritdoc/>
    public IMutator MutatorOf(Random random) => new StateMutator(random, lead: 0);

    /// <inheritdoc/>
    public Observation Run(byte[] input)
    {
        SavedSnapshot snapshot;
        try
        {
            snapshot = SavedSnapshot.Read(input);
        }
        catch (StateFailure failure)
        {
            return failure.Message.AsSpan().ContainsAny('\n', '\r')
                ? throw new InvalidOperationException($"a refusal has more than one line: {failure.Message}")
                : new Observation((int)StageOf(failure), [$"{failure.Section} {failure.Field}"]);
        }
        catch (VmmFailure)
        {
            return new Observation((int)SnapshotStage.Machine, ["memory"]);
        }
        using JsonDocument description = JsonDocument.Parse(SnapshotDocument.Of(snapshot));
        int devices = description.RootElement.GetProperty("devices").GetArrayLength();
        return devices == snapshot.Devices.Count
            ? new Observation((int)SnapshotStage.Loaded, [$"{devices}"])
            : throw new InvalidOperationException($"{devices} of {snapshot.Devices.Count} devices are described");
    }

    /// <inheritdoc/>
    /// <remarks>A disk, four sections deep and behind all processors, that is larger than any of the seeds'.</remarks>
    public bool IsPlanted(byte[] input) =>
        StateSections.Find(input, StateFormat.HeaderLength).Any(section =>
            section.NameIn(input).SequenceEqual("disk"u8)
            && BinaryPrimitives.ReadUInt64LittleEndian(input.AsSpan(section.Content)) >= PlantedSectors);

    private static IEnumerable<byte[]> Samples(Random random)
    {
        foreach (VmConfiguration configuration in _configurations)
        {
            for (int sample = 0; sample < SamplesOfEach; sample++)
            {
                yield return SampleSnapshot.Of(configuration, random);
            }
        }
    }

    private static SnapshotStage StageOf(StateFailure failure) => failure.Section.Split('/') switch
    {
        ["state"] => _headers.Contains(failure.Field) ? SnapshotStage.Bytes : SnapshotStage.Devices,
        ["origin"] => SnapshotStage.Origin,
        ["configuration", ..] => SnapshotStage.Configuration,
        ["machine", "processors" or "chips", ..] => SnapshotStage.Processors,
        ["machine", "devices", ..] => SnapshotStage.Devices,
        _ => SnapshotStage.Machine,
    };
}
