using System.Linq;
using Mono.Cecil;

namespace Kiln.Floors.Tests.Arrows;

/// <summary>Which type of an assembly a name in its sources means.</summary>
internal sealed class TypeNames
{
    private readonly ILookup<string, TypeDefinition> _types;
    private readonly HashSet<string> _namespaces;

    internal TypeNames(IEnumerable<TypeDefinition> types)
    {
        _types = types.ToLookup(type => type.Name.Split('`')[0]);
        _namespaces = [.. _types.SelectMany(group => group).Select(FolderNames.NamespaceOf)];
    }

    /// <summary>The namespace that a full name lies in or is.</summary>
    /// <param name="name">The name, in parts.</param>
    /// <returns>It; null when the assembly has no such namespace, or nothing of that name in it.</returns>
    internal string? FindNamespace(ReadOnlySpan<string> name)
    {
        for (int length = name.Length; length > 0; length--)
        {
            string space = string.Join('.', name[..length]);
            if (_namespaces.Contains(space))
            {
                bool whole = length == name.Length;
                return whole || _types[name[length]].Any(type => FolderNames.NamespaceOf(type) == space) ? space : null;
            }
        }
        return null;
    }

    /// <summary>The type that a name means.</summary>
    /// <param name="before">What stands before its last part: some of its namespace, or the type that it is nested in.</param>
    /// <param name="scopes">The namespaces that are in scope, the nearest first.</param>
    /// <returns>
    /// It, or null. A name that only one type has means that one even where it is not in scope: comments name what they do not import.
    /// </returns>
    internal TypeDefinition? FindType(ReadOnlySpan<string> before, string name, IReadOnlyList<string[]> scopes)
    {
        string prefix = string.Join('.', before);
        string[] nearest = scopes[0];
        TypeDefinition[] candidates =
            [.. _types[name].Where(type => prefix.Length > 0 ? IsAfter(prefix, type) : IsReachable(type, nearest))];
        return candidates.Length == 1
            ? candidates[0]
            : scopes.Select(scope => Array.Find(candidates, type => scope.Contains(FolderNames.NamespaceOf(type))))
                .FirstOrDefault(type => type is not null);
    }

    /// <summary>Whether a type declares a constant, or has a member of an enumeration, of that name.</summary>
    internal static bool HasConstant(TypeDefinition type, string name) => type.Fields.Any(field => field.HasConstant && field.Name == name);

    private static bool IsAfter(string prefix, TypeDefinition type) =>
        $".{type.DeclaringType?.FullName.Replace('/', '.') ?? type.Namespace}".EndsWith($".{prefix}", StringComparison.Ordinal);

    // Without its outer type's name a nested type is known inside that only.
    private static bool IsReachable(TypeDefinition type, string[] nearest) =>
        type.DeclaringType is null || nearest.Contains(FolderNames.NamespaceOf(type));
}
