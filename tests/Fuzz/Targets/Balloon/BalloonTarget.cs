using System.Linq;
using Kiln.Fuzz.Mutation;
using Kiln.Fuzz.Targets.Virtio;
using Kiln.Vmm.Logging;

namespace Kiln.Fuzz.Targets.Balloon;

/// <summary>
/// A balloon driven by hostile guests: lists, ranges, commands, pauses and resets of every kind. The pages that the host is given are compared with those of
/// a simple model, and each must lie in guest memory.
/// </summary>
/// <param name="isFaulty">Whether the host is given one page too many now and then: the positive control.</param>
internal sealed class BalloonTarget(bool isFaulty) : IFuzzTarget
{
    // Making a device costs more than a case. One that a case has broken is not used again.
    [ThreadStatic]
    private static BalloonVictim? _victim;

    static BalloonTarget() => Log.Logger.Configure(new LoggerConfiguration(Level: LogLevel.Off));

    /// <inheritdoc/>
    public string Name => "balloon";

    /// <inheritdoc/>
    public IReadOnlyList<string> Stages => Enum.GetNames<BalloonStage>();

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        [0, 0, 20, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15], [0, 7, 2, 0, 0, 1, 0, 15], [0, 14, 1, 9, 0, 3, 10, 1, 0, 0, 16, 15],
        [.. Enumerable.Range(0, 120).Select(index => (byte)(index * 37))],
    ];

    /// <inheritdoc/>
    public IMutator MutatorOf(Random random) => new DriverMutator(random);

    /// <inheritdoc/>
    public Observation Run(byte[] input)
    {
        _victim ??= new BalloonVictim(isFaulty);
        try
        {
            return new BalloonAttack(_victim, new ByteSource(input)).Run();
        }
        catch
        {
            _victim.Dispose();
            _victim = null;
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>The fault is in the host, and the model has to find it.</remarks>
    public bool IsPlanted(byte[] input) => false;
}
