using System.Linq;
using System.Text;
using Kiln.Fuzz.Mutation;
using Kiln.Testing.Vmm.Mmds;

namespace Kiln.Fuzz.Targets.Mmds;

/// <summary>
/// The metadata service's stack under a guest that does what it likes. Frames of the stack must be valid, a byte must stay what it was when it is sent
/// again, no window may be exceeded, and there may be no more connections than places.
/// </summary>
internal sealed class MmdsFrameTarget : IFuzzTarget
{
    private static readonly byte[] _body = [.. Enumerable.Range(0, 3000).Select(index => (byte)index)];

    private static readonly byte[][] _requests =
        [.. ((string[])["a\n", "b", "\n", "long" + new string('x', 1400) + "\n", new string('y', 2500), "c\nd\ne\n"]).Select(Encoding.ASCII.GetBytes)];

    /// <inheritdoc/>
    public string Name => "mmds-frames";

    /// <inheritdoc/>
    public IReadOnlyList<string> Stages => Enum.GetNames<FrameStage>();

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        // Opens, asks, takes the answer, closes.
        [1, 1, 5, 180, 0, 0, 1, 4, 0, 0, 1, 9, 7, 1, 3, 0, 1, 6, 0, 1, 9, 7, 1, 3, 0],
        [.. Enumerable.Range(0, 31).SelectMany(port => (byte[])[(byte)port, 1, 5, 180, 0, 0, (byte)port, 3, 0]), 1, 8, 255, 1, 8, 255, 39, 1, 5, 180, 0, 0],
    ];

    /// <inheritdoc/>
    public IMutator MutatorOf(Random random) => new DriverMutator(random);

    /// <inheritdoc/>
    public Observation Run(byte[] input)
    {
        using StackGuest guest = new(new LineHandler(_body));
        FrameScript script = new(input, guest, _requests);
        script.Run();
        (string Name, long Count)[] counts =
        [
            ("malformed", guest.Metrics.Malformed.Value), ("unusual", guest.Metrics.Unusual.Value), ("created", guest.Metrics.ConnectionsCreated.Value),
            ("destroyed", guest.Metrics.ConnectionsDestroyed.Value), ("answered", script.Score.Answered), ("finished", script.Score.Finished),
        ];
        return new Observation((int)script.Stage, [.. counts.Where(count => count.Count > 0).Select(count => $"{count.Name}{Math.Min(count.Count, 3)}")]);
    }

    /// <inheritdoc/>
    /// <remarks>Three connections that were answered, two of which have ended in order.</remarks>
    public bool IsPlanted(byte[] input)
    {
        using StackGuest guest = new(new LineHandler(_body));
        FrameScript script = new(input, guest, _requests);
        script.Run();
        return script.Score is { Answered: >= 3, Finished: >= 2 };
    }
}
