using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Testing.Vmm.Memory;

namespace Kiln.Fuzz.Targets.Balloon;

/// <summary>A balloon whose host only writes down what it is given, and whose turns are short.</summary>
/// <param name="isFaulty">Whether a run of one length is written down too long.</param>
internal sealed class BalloonVictim(bool isFaulty) : IDisposable
{
    internal const ulong MemoryLength = 8 << 20;

    // Of a run that a faulty host takes a page more of: no seed has it.
    private const ulong FaultyLength = 7 * 4096;

    // A look at the clock: some two or three calls are a turn.
    private const ulong Tick = 900_000;

    private readonly RecordingBacking _host = new() { IsReal = false };
    private ulong _now;
    private TestBalloon? _balloon;

    /// <summary>The balloon.</summary>
    internal TestBalloon Balloon => _balloon ??= new TestBalloon(host: _host, memoryLength: MemoryLength, size: 64, clock: () => _now += Tick);

    /// <summary>The pages that the host was given since the last call.</summary>
    /// <exception cref="InvalidOperationException">One of them is not the guest's, or a call is not of whole pages.</exception>
    internal HashSet<uint> TakeReturned()
    {
        HashSet<uint> pages = [];
        foreach ((ulong offset, ulong length) in _host.Calls)
        {
            ulong end = offset + length + (isFaulty && length == FaultyLength ? 4096UL : 0);
            if (offset % 4096 != 0 || length % 4096 != 0 || length == 0 || offset + length > MemoryLength)
            {
                throw new InvalidOperationException($"the host was given {length} bytes at 0x{offset:x}");
            }
            for (ulong page = offset / 4096; page < end / 4096; page++)
            {
                pages.Add((uint)page);
            }
        }
        _host.Calls.Clear();
        return pages;
    }

    public void Dispose() => _balloon?.Dispose();
}
