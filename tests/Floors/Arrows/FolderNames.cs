using Mono.Cecil;

namespace Kiln.Floors.Tests.Arrows;

/// <summary>Folders and namespaces of a project, which follow each other.</summary>
/// <param name="RootNamespace">The namespace of the project's own folder.</param>
internal sealed record FolderNames(string RootNamespace)
{
    /// <summary>The folder of a namespace; null when it is none of the project's.</summary>
    internal string? FolderOf(string space) =>
        space == RootNamespace ? "."
        : space.StartsWith($"{RootNamespace}.", StringComparison.Ordinal) ? space[(RootNamespace.Length + 1)..].Replace('.', '/')
        : null;

    /// <summary>The namespace of a folder.</summary>
    internal string NamespaceIn(string folder) => folder is "" or "." ? RootNamespace : $"{RootNamespace}.{folder.Replace('/', '.')}";

    /// <summary>The namespace of a type; a nested one has its outer type's, also when the compiler made it.</summary>
    internal static string NamespaceOf(TypeDefinition type) => type.DeclaringType is { } outer ? NamespaceOf(outer) : type.Namespace;
}
