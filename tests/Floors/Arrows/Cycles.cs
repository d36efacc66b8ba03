using System.Linq;

namespace Kiln.Floors.Tests.Arrows;

/// <summary>Folders that need each other, directly or through others, whatever a plan says.</summary>
internal static class Cycles
{
    /// <summary>The strongly connected components of more than one folder, each told as its arrows with a witness.</summary>
    internal static IEnumerable<string> In(IReadOnlyCollection<Arrow> arrows)
    {
        ILookup<string, string> next = arrows.ToLookup(arrow => arrow.From, arrow => arrow.To);
        Dictionary<string, HashSet<string>> reached = next.ToDictionary(from => from.Key, from => Reach(from.Key, next));
        bool Returns(string from, string to) =>
            reached[from].Contains(to) && reached.TryGetValue(to, out HashSet<string>? back) && back.Contains(from);

        return arrows.DistinctBy(arrow => (arrow.From, arrow.To))
            .Where(arrow => Returns(arrow.From, arrow.To))
            .GroupBy(arrow => reached.Keys.Where(folder => Returns(arrow.From, folder)).Min())
            .Select(cycle => string.Join(
                '\n',
                cycle.Select(arrow => $"    {arrow.From} -> {arrow.To} ({arrow.Witness})")
                    .Prepend("these folders need each other; cut the arrow that points up:")));
    }

    private static HashSet<string> Reach(string start, ILookup<string, string> next)
    {
        HashSet<string> reached = [];
        Stack<string> left = new([start]);
        while (left.TryPop(out string? folder))
        {
            foreach (string found in next[folder].Where(reached.Add))
            {
                left.Push(found);
            }
        }
        return reached;
    }
}
