namespace Kiln.Vmm.Machine.Resources;

/// <summary>What a machine is made of, for giving it back in reverse: whether it was finished, or the host refused one of the parts.</summary>
internal sealed class MachineParts : IDisposable
{
    private readonly Stack<IDisposable> _parts = new();

    /// <summary>Takes a part.</summary>
    /// <param name="part">The part; disposed before those that came before it.</param>
    /// <returns>The part.</returns>
    internal T Add<T>(T part)
        where T : IDisposable
    {
        _parts.Push(part);
        return part;
    }

    /// <summary>Gives all of them back.</summary>
    public void Dispose()
    {
        while (_parts.TryPop(out IDisposable? part))
        {
            part.Dispose();
        }
    }
}
