using System.Linq;
using Kiln.Floors.Tests.Arrows;

namespace Kiln.Floors.Tests.Plans;

/// <summary>The floors of one assembly, from top to bottom, and what may need what.</summary>
/// <remarks>
/// A line that is not indented begins a floor and names its folders; indented lines name more of them, and the arrows inside the floor.
/// An arrow to a lower floor needs no line. A folder in brackets does not exist yet. After # stands a reason.
/// </remarks>
internal sealed class FloorPlan
{
    private readonly Dictionary<string, int> _floors = [];
    private readonly HashSet<string> _expected = [];
    private readonly HashSet<(string From, string To)> _drawn = [];

    internal FloorPlan(string text)
    {
        int floor = 0;
        foreach (string line in text.Split('\n').Select(line => line.Split('#')[0].TrimEnd()).Where(line => line.Length > 0))
        {
            floor += char.IsWhiteSpace(line[0]) ? 0 : 1;
            string[] sides = line.Split("->");
            if (sides.Length == 2)
            {
                _drawn.UnionWith(Folders(sides[1]).Select(to => (sides[0].Trim(), to)));
                continue;
            }
            foreach (string folder in Folders(line))
            {
                string name = folder.Trim('[', ']');
                _floors.Add(name, floor);
                if (name != folder)
                {
                    _expected.Add(name);
                }
            }
        }
        Arrows = _drawn.Count;
    }

    /// <summary>How many arrows it draws inside floors.</summary>
    internal int Arrows { get; }

    /// <summary>What differs between the plan and the code, and what to do about it.</summary>
    internal IEnumerable<string> Faults(IReadOnlySet<string> folders, IReadOnlyCollection<Arrow> arrows)
    {
        HashSet<(string, string)> used = [.. arrows.Select(arrow => (arrow.From, arrow.To))];
        return folders.Where(folder => !_floors.ContainsKey(folder))
            .Select(folder => $"the plan has no folder {folder}: give it a floor in tests/Floors/Plans")
            .Concat(_floors.Keys.Where(folder => !_expected.Contains(folder) && !folders.Contains(folder))
                .Select(folder => $"there is no folder {folder}: strike it off the plan, or put it in brackets while it is to come"))
            .Concat(_expected.Where(folders.Contains)
                .Select(folder => $"the folder {folder} has come: take its brackets off in the plan"))
            .Concat(_drawn.Where(arrow => !IsInside(arrow.From, arrow.To))
                .Select(arrow => $"the plan draws {arrow.From} -> {arrow.To}, which are not two folders of one floor: strike it off"))
            .Concat(_drawn.Where(arrow => IsInside(arrow.From, arrow.To) && !used.Contains(arrow))
                .Select(arrow => $"the plan draws {arrow.From} -> {arrow.To}, which nothing uses: strike it off"))
            .Concat(arrows.Where(arrow => IsKnown(arrow.From, arrow.To) && !Allows(arrow.From, arrow.To))
                .GroupBy(arrow => (arrow.From, arrow.To))
                .Select(group => Refusal(group.Key.From, group.Key.To, group)));
    }

    private string Refusal(string from, string to, IEnumerable<Arrow> arrows)
    {
        string cure = IsInside(from, to)
            ? $"is not drawn inside their floor; take {to} out of {from}, or draw the arrow in tests/Floors/Plans if the design wants it"
            : $"points up; move what {from} needs to its floor or below, or let who stands above pass it in";
        return string.Join('\n', arrows.Select(arrow => $"    {arrow.Witness}").Distinct().Prepend($"{from} -> {to} {cure}:"));
    }

    private bool Allows(string from, string to) => _floors[from] < _floors[to] || _drawn.Contains((from, to));

    private bool IsInside(string from, string to) => IsKnown(from, to) && from != to && _floors[from] == _floors[to];

    private bool IsKnown(string from, string to) => _floors.ContainsKey(from) && _floors.ContainsKey(to);

    private static string[] Folders(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
