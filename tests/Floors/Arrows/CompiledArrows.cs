using System.Linq;
using Mono.Cecil;

namespace Kiln.Floors.Tests.Arrows;

/// <summary>The arrows that compiled code shows.</summary>
internal static class CompiledArrows
{
    internal static IEnumerable<Arrow> Of(IEnumerable<TypeDefinition> types, FolderNames folders) =>
        from type in types
        from needed in TypeNeeds.Of(type)
        let source = folders.FolderOf(FolderNames.NamespaceOf(type))
        let target = folders.FolderOf(FolderNames.NamespaceOf(needed))
        where source is not null && target is not null && source != target
        select new Arrow(source, target, $"{Outermost(type)} -> {Outermost(needed)}");

    private static string Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type.FullName;
}
