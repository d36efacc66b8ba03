using System.Linq;
using Kiln.Testing.Vmm.Devices.Virtio.Vsock;

namespace Kiln.Vmm.Tests.Devices.Virtio.Vsock;

/// <summary>How often each operation was tried in each state of a connection, with credit and without.</summary>
internal sealed class SocketCoverage
{
    // Fewer would be chance.
    private const int Least = 20;

    private static readonly string[] _states = ["none", "asked", "open", "guest sends no more", "guest takes no more", "host sends no more", "ending"];

    private readonly Dictionary<(string State, int Operation), int> _operations = [];
    private readonly Dictionary<(string State, bool HasCredit), int> _credit = [];

    /// <summary>What was hardly tried.</summary>
    internal IEnumerable<string> Missing =>
        from state in _states
        from operation in Enumerable.Range(0, 9)
        where _operations.GetValueOrDefault((state, operation)) < Least
        select $"operation {operation} in '{state}'";

    internal void Note(ModelConnection? connection, int operation)
    {
        string state = StateOf(connection);
        _operations[(state, operation)] = _operations.GetValueOrDefault((state, operation)) + 1;
        if (connection is not null)
        {
            (string, bool) key = (state, connection.Credit > 0);
            _credit[key] = _credit.GetValueOrDefault(key) + 1;
        }
    }

    public override string ToString() => string.Join(
        "; ",
        from state in _states
        let sum = Enumerable.Range(0, 9).Sum(operation => _operations.GetValueOrDefault((state, operation)))
        select $"{state} {sum}, without credit {_credit.GetValueOrDefault((state, false))}");

    private static string StateOf(ModelConnection? connection) => connection switch
    {
        null => "none",
        { Phase: ModelPhase.Asked } => "asked",
        { Phase: ModelPhase.Ending } => "ending",
        { GuestSendsNoMore: true } => "guest sends no more",
        { GuestTakesNoMore: true } => "guest takes no more",
        { HostSendsNoMore: true } or { HostIsGone: true } => "host sends no more",
        _ => "open",
    };
}
