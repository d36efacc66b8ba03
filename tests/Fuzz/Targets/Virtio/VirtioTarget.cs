using System.Linq;
using Kiln.Fuzz.Mutation;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Devices.Virtio.Vsock;
using Kiln.Vmm.Logging;

namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>
/// Devices driven by hostile drivers: rings, addresses, lengths, commands and register writes of every kind. Everything that a device writes, or
/// has the kernel read and write, is checked each time; afterwards the device must work again.
/// </summary>
internal sealed class VirtioTarget : IFuzzTarget
{
    // Per-thread devices, of the one target of a run: creating one costs more than a case. A device broken by a case is not reused.
    [ThreadStatic]
    private static Victim?[]? _victims;

    private readonly Func<Victim>[] _makes;

    static VirtioTarget() => Log.Logger.Configure(new LoggerConfiguration(Level: LogLevel.Off));

    private VirtioTarget(string name, params Func<Victim>[] makes) => (Name, _makes) = (name, makes);

    /// <inheritdoc/>
    public string Name { get; }

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
        int choice = decisions.Choice(_makes.Length);
        _victims ??= new Victim?[_makes.Length];
        ref Victim? victim = ref _victims[choice];
        victim ??= _makes[choice]();
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

    /// <inheritdoc/>
    /// <remarks>The fault is in the device, and the oracle has to find it.</remarks>
    public bool IsPlanted(byte[] input) => false;

    /// <summary>Every kind of device; most often a disk.</summary>
    /// <param name="isFaulty">Whether a disk occasionally writes outside a buffer: the positive control.</param>
    internal static VirtioTarget OfAllDevices(bool isFaulty) => new(
        "virtio",
        () => new VictimEntropy(),
        () => new VictimNetwork(NetDevice.ReceiveQueue, isFaulty: false),
        () => new VictimNetwork(NetDevice.TransmitQueue, isFaulty: false),
        () => new VictimDisk(isFaulty),
        () => new VictimDisk(isFaulty));

    /// <summary>Network interfaces alone, by either queue.</summary>
    /// <param name="isFaulty">Whether one writes outside a buffer: the positive control.</param>
    internal static VirtioTarget OfNetworks(bool isFaulty) => new(
        "net",
        () => new VictimNetwork(NetDevice.ReceiveQueue, isFaulty),
        () => new VictimNetwork(NetDevice.TransmitQueue, isFaulty));

    /// <summary>Vsock devices alone, by each queue.</summary>
    /// <param name="isFaulty">Whether one writes outside a buffer: the positive control.</param>
    internal static VirtioTarget OfSockets(bool isFaulty) => new(
        "vsock",
        () => new VictimSockets(VsockDevice.ReceiveQueue, isFaulty),
        () => new VictimSockets(VsockDevice.TransmitQueue, isFaulty),
        () => new VictimSockets(VsockDevice.EventQueue, isFaulty));

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
