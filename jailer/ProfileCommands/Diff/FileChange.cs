using System.Linq;
using Kiln.Profiles.Sources;

namespace Kiln.ProfileCommands.Diff;

/// <summary>A file of profiles that is not the same on both sides, if only in its comments.</summary>
/// <param name="Kind"><c>changed</c>, <c>added</c> or <c>removed</c>.</param>
internal sealed record FileChange(string File, string Kind)
{
    /// <summary>The files that differ, by name.</summary>
    internal static IReadOnlyList<FileChange> Between(IProfileSource before, IProfileSource after) =>
    [
        .. from name in before.Names.Union(after.Names).Order(StringComparer.Ordinal)
           let kind = (before.Exists(name), after.Exists(name)) switch
           {
               (true, false) => "removed",
               (false, true) => "added",
               (true, true) => before.Read(name) == after.Read(name) ? null : "changed",
               _ => null,
           }
           where kind is not null
           select new FileChange($"{name}.yaml", kind),
    ];
}
