using Kiln.Vmm.Control;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Json;

namespace Kiln.Vmm.Wire;

/// <summary>Collects the actions of a configuration file while it is parsed.</summary>
internal sealed class ConfiguredActions
{
    private readonly List<(int Section, int Offset, Func<VmmAction> Make)> _actions = [];
    private readonly List<JsonFailure> _refusals = [];

    /// <summary>The section being read, as an index in the order in which sections are applied.</summary>
    internal int Section { get; set; }

    /// <summary>Why the file is refused, though its syntax is right, in the order of the file.</summary>
    internal IReadOnlyList<JsonFailure> Refusals => _refusals;

    /// <summary>Adds an action of the section.</summary>
    /// <param name="offset">The offset in bytes at which its value starts in the file.</param>
    internal void Add(VmmAction action, int offset) => AddLater(() => action, offset);

    /// <summary>Adds an action that needs another file, which is opened only after the whole configuration has been parsed.</summary>
    /// <param name="offset">The offset in bytes at which its value starts in the file.</param>
    internal void AddLater(Func<VmmAction> make, int offset) => _actions.Add((Section, offset, make));

    /// <summary>Refuses the file once it has been parsed to the end: syntax errors take precedence.</summary>
    internal void Refuse(JsonFailure reason) => _refusals.Add(reason);

    /// <summary>The actions in the order in which they are to be executed, each with the offset of its value in the file.</summary>
    internal IEnumerable<(int Offset, Func<VmmAction> Make)> InOrder()
    {
        // Offsets are those of one file, in which sections come in any order: they make the sort a stable one.
        _actions.Sort((one, other) => (one.Section, one.Offset).CompareTo((other.Section, other.Offset)));
        return _actions.ConvertAll(action => (action.Offset, action.Make));
    }

    /// <summary>Returns the actions after the whole file has been parsed.</summary>
    /// <returns>The actions in the order in which they are to be executed.</returns>
    /// <exception cref="JsonFailure">The first reason for refusing the file.</exception>
    /// <exception cref="VmmFailure">It names a CPU template file that is invalid.</exception>
    internal IReadOnlyList<ConfiguredAction> Finish()
    {
        if (_refusals is [var refusal, ..])
        {
            throw refusal;
        }
        List<ConfiguredAction> actions = [];
        foreach ((int offset, Func<VmmAction> make) in InOrder())
        {
            actions.Add(new ConfiguredAction(make(), offset));
        }
        return actions;
    }
}
