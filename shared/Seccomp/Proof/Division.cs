namespace Kiln.Seccomp.Proof;

/// <summary>Calls divided by a comparison. One object serves a whole walk, which divides at every jump.</summary>
internal sealed class Division
{
    private readonly List<CallBox> _yes = [];
    private readonly List<CallBox> _no = [];

    /// <summary>Those for which the comparison holds.</summary>
    internal IReadOnlyList<CallBox> Yes => _yes;

    /// <summary>The others.</summary>
    internal IReadOnlyList<CallBox> No => _no;

    /// <summary>Whether it holds for all of them, which are then one box; null when it depends.</summary>
    internal bool? Only => (_yes.Count, _no.Count) switch
    {
        (1, 0) => true,
        (0, 1) => false,
        _ => null,
    };

    internal void Clear()
    {
        _yes.Clear();
        _no.Clear();
    }

    /// <param name="calls">The calls; null when there are none.</param>
    internal void Add(bool holds, CallBox? calls)
    {
        if (calls is not null)
        {
            (holds ? _yes : _no).Add(calls);
        }
    }
}
