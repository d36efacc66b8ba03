using System.Linq;

namespace Kiln.Vmm.Tests.Devices.Virtio.Net;

/// <summary>A chain that the driver offers.</summary>
/// <param name="IsSound">Whether the device may write its buffers.</param>
/// <param name="Parts">Its buffers in guest memory.</param>
internal sealed record OfferedChain(ushort Head, bool IsSound, (ulong Address, int Length)[] Parts)
{
    internal long Length => Parts.Sum(part => (long)part.Length);
}

/// <summary>What the device must answer: the chains that a frame fills, or one that it refuses.</summary>
/// <param name="Frame">The frame with its header; null when the chain is refused.</param>
internal sealed record ExpectedAnswer(OfferedChain[] Chains, byte[]? Frame);

/// <summary>
/// The rules of receive buffers (Virtio 1.2, 5.1.6.3 and 5.1.6.4; the contract's thresholds), with nothing taken in advance: each time it looks at all chains
/// that are available and all frames that wait.
/// </summary>
/// <param name="merges">Whether a frame may fill several chains.</param>
/// <param name="least">The length of the shortest chain that is valid.</param>
/// <param name="most">The length of the longest frame that the tap is expected to give.</param>
/// <param name="size">The size of the queue.</param>
internal sealed class ReceiveModel(bool merges, int least, int most, int size)
{
    private const int MostSegments = 256;

    private readonly List<OfferedChain> _chains = [];
    private readonly Queue<byte[]> _frames = new();

    /// <summary>Chains refused, and frames that nothing had room for.</summary>
    internal long Failures { get; private set; }

    internal long Delivered { get; private set; }

    internal int Waiting => _frames.Count;

    internal void Offer(OfferedChain chain) => _chains.Add(chain);

    /// <param name="frame">With its header.</param>
    internal void Send(byte[] frame) => _frames.Enqueue(frame);

    /// <summary>The driver is another: frames stay, chains do not.</summary>
    internal void Forget() => _chains.Clear();

    /// <summary>What is answered when the device looks at its queue.</summary>
    internal List<ExpectedAnswer> Serve()
    {
        List<ExpectedAnswer> answers = [];
        for (; ; )
        {
            while (_chains.Count > 0 && !IsValid(_chains[0]))
            {
                answers.Add(new ExpectedAnswer([_chains[0]], null));
                _chains.RemoveAt(0);
                Failures++;
            }
            OfferedChain[] usable = Usable();
            if (usable.Length == 0 || _frames.Count == 0 || (merges && !MayBegin(usable)))
            {
                return answers;
            }
            Place(_frames.Dequeue(), merges ? usable : usable[..1], answers);
        }
    }

    private bool IsValid(OfferedChain chain) => chain.IsSound && chain.Length >= least;

    // Up to one that is invalid, or that the device has no segments for.
    private OfferedChain[] Usable()
    {
        int segments = 0;
        return [.. _chains.TakeWhile(chain => IsValid(chain) && (segments += chain.Parts.Length) <= MostSegments)];
    }

    // Enough for any frame, or as much as there will ever be: the next chain is in the way, or the queue has no more.
    private bool MayBegin(OfferedChain[] usable) =>
        usable.Sum(chain => chain.Length) >= most || usable.Length < _chains.Count || usable.Sum(chain => chain.Parts.Length) >= size;

    private void Place(byte[] frame, OfferedChain[] room, List<ExpectedAnswer> answers)
    {
        if (frame.Length > room.Sum(chain => chain.Length))
        {
            Failures++;
            return;
        }
        int count = 0;
        for (long placed = 0; placed < frame.Length; count++)
        {
            placed += room[count].Length;
        }
        answers.Add(new ExpectedAnswer(room[..count], frame));
        _chains.RemoveRange(0, count);
        Delivered++;
    }
}
