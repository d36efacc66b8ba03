using Kiln.Testing.Vmm.Devices.Virtio;

namespace Kiln.Fuzz.Targets.Balloon;

/// <summary>
/// What a guest has named, and which pages must and may go back to the host for it. Chains count in the order in which they were offered; where a run of
/// hinting ends while chains are under way, their ranges may have gone and need not.
/// </summary>
/// <param name="pages">The pages of guest memory.</param>
internal sealed class BalloonModel(uint pages)
{
    private readonly List<(bool IsHint, uint[] Pages, uint? Command)> _pending = [];

    /// <summary>The pages that must be with the host.</summary>
    internal HashSet<uint> Must { get; } = [];

    /// <summary>Further pages that may be.</summary>
    internal HashSet<uint> May { get; } = [];

    /// <summary>The host's and the guest's command of hinting.</summary>
    internal uint Host { get; private set; }

    internal uint? Guest { get; private set; }

    /// <summary>Whether the end of a run is acknowledged.</summary>
    internal bool Acknowledges { get; private set; }

    /// <summary>Whether nothing is known of the commands until they are set.</summary>
    internal bool IsUncertain { get; private set; }

    /// <summary>The guest offered a list of page numbers.</summary>
    internal void Give(ReadOnlySpan<uint> numbers)
    {
        List<uint> own = [];
        foreach (uint number in numbers)
        {
            if (number < pages)
            {
                own.Add(number);
            }
        }
        _pending.Add((false, [.. own], null));
    }

    /// <summary>The guest reported or named a range.</summary>
    internal void Name(TestBuffer range, bool isHint)
    {
        List<uint> own = [];
        for (ulong page = (range.Address + 4095) / 4096; (page + 1) * 4096 <= range.Address + range.Length; page++)
        {
            own.Add((uint)page);
        }
        _pending.Add((isHint, [.. own], null));
    }

    /// <summary>The guest said a command.</summary>
    internal void Say(uint command) => _pending.Add((true, [], command));

    /// <summary>The device has done all that there was.</summary>
    internal void Settle()
    {
        bool isOver = false;
        foreach ((bool isHint, uint[] named, uint? command) in _pending)
        {
            if (command is { } said)
            {
                isOver |= said < 2 && Host >= 2 && Guest == Host && Acknowledges;
                Guest = said;
            }
            else if (!isHint || (Host >= 2 && Guest == Host))
            {
                // A guest that goes on after the end may have been heard in time.
                (isHint && (IsUncertain || isOver) ? May : Must).UnionWith(named);
            }
        }
        _pending.Clear();
        Host = isOver ? 1 : Host;
    }

    /// <summary>The client or a pause ends a run.</summary>
    /// <param name="host">The host's command from now on.</param>
    /// <param name="isUnderWay">Whether the device has begun with what is pending.</param>
    internal void End(uint host, bool acknowledges, bool isUnderWay)
    {
        if (isUnderWay)
        {
            DoubtHints();
        }
        (Host, Acknowledges) = (host, acknowledges);
    }

    /// <summary>The driver resets the device, which forgets what is pending.</summary>
    internal void Reset()
    {
        foreach ((_, uint[] named, _) in _pending)
        {
            May.UnionWith(named);
        }
        _pending.Clear();
        (Host, Guest, Acknowledges, IsUncertain) = (0, null, false, false);
    }

    /// <summary>The commands are known again.</summary>
    internal void Set(uint host, uint? guest) => (Host, Guest, IsUncertain) = (host, guest, false);

    private void DoubtHints()
    {
        foreach ((bool isHint, uint[] named, _) in _pending)
        {
            if (isHint)
            {
                May.UnionWith(named);
                IsUncertain = true;
            }
        }
        _pending.RemoveAll(chain => chain.IsHint);
    }
}
