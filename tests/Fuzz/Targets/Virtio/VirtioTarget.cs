using System.Linq;
using Kiln.Fuzz.Mutation;
using Kiln.Vmm.Logging;

namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>
/// Devices in the hands of hostile drivers: rings, addresses, lengths, orders and register writes of every kind. What a device writes, and what it
/// has the kernel read and write, is looked at each time; afterwards it must work again.
/// </summary>
/// <param name="isFaulty">Whether the disk writes outside of a buffer now and then: the positive control.</param>
internal sealed class VirtioTarget(bool isFaulty) : IFuzzTarget
{
    // Devices of each thread: making one costs more than a case. One that a case has broken is not used again.
    [ThreadStatic]
    private static VictimDisk? _disk;

    [ThreadStatic]
    private static VictimEntropy? _entropy;

    static VirtioTarget() => Log.Logger.Configure(new LoggerConfiguration(Level: LogLevel.Off));

    /// <inheritdoc/>
    public string Name => "virtio";

    /// <inheritdoc/>
    public IReadOnlyList<string> Stages => Enum.GetNames<VirtioStage>();

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds { get; } = [[0, 1, 1, 0, 0, 1, 0, 0, 0, 3, 15], [1, 1, 3, 1, 2, 0, 0, 5, 0, 15], [.. Enumerable.Range(0, 96).Select(index => (byte)(index * 37))]];

    /// <inheritdoc/>
    public IMutator MutatorOf(Random random) => new DriverMutator(random);

    /// <inheritdoc/>
    public Observation Run(byte[] input)
    {
        ByteSource decisions = new(input);
        return decisions.Choice(4) == 0 ? Attack(ref _entropy, () => new VictimEntropy(), decisions) : Attack(ref _disk, () => new VictimDisk(isFaulty), decisions);
    }

    /// <inheritdoc/>
    /// <remarks>The fault is the engine's own, which the oracle has to find.</remarks>
    public bool IsPlanted(byte[] input) => false;

    private static Observation Attack<TVictim>(ref TVictim? victim, Func<TVictim> make, ByteSource decisions)
        where TVictim : Victim
    {
        victim ??= make();
        try
        {
            return Attack(victim, decisions);
        }
        catch
        {
            victim.Dispose();
            victim = null;
            throw;
        }
    }

    private static Observation Attack(Victim victim, ByteSource decisions)
    {
        (long rung, long taken, long malformed, long served) = (victim.Rung, victim.Taken, victim.Malformed, victim.Served);
        victim.Forget();
        new HostileDriver(victim, decisions).Run();
        (taken, malformed, served) = (victim.Taken - taken, victim.Malformed - malformed, victim.Served - served);
        string[] seen = [$"status {victim.Machine.Driver.Status:x}", $"malformed {Math.Min(3, malformed)}", $"served {Math.Min(3, served)}"];
        VirtioStage stage = true switch
        {
            _ when served > 0 => VirtioStage.Served,
            _ when taken > malformed => VirtioStage.Sound,
            _ when taken > 0 => VirtioStage.Taken,
            _ when victim.Rung > rung => VirtioStage.Rung,
            _ => VirtioStage.Driven,
        };
        victim.Recover();
        return new Observation((int)stage, seen);
    }
}
