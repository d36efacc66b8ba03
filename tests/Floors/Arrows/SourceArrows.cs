using System.Linq;
using System.Text.RegularExpressions;
using Mono.Cecil;

namespace Kiln.Floors.Tests.Arrows;

/// <summary>The arrows that only text shows: constants, which the compiler folds in, imports, and what comments refer to.</summary>
internal sealed partial class SourceArrows
{
    private readonly TypeNames _types;
    private readonly FolderNames _folders;
    private readonly IReadOnlyList<string> _globalImports;

    internal SourceArrows(IEnumerable<TypeDefinition> types, FolderNames folders, IReadOnlyList<string> globalImports)
    {
        _types = new TypeNames(types);
        _folders = folders;
        _globalImports = globalImports;
    }

    internal IEnumerable<Arrow> Of(SourceFile file)
    {
        if (_folders.FolderOf(file.Namespace) is not { } source)
        {
            return [];
        }
        string[][] scopes = [.. Enclosing(file.Namespace), [.. file.Imports, .. _globalImports]];
        return from numbered in file.Lines.Index()
               where !SourceFile.IsNamespaceLine(numbered.Item)
               from Match name in Names().Matches(numbered.Item)
               let space = Meant(name, scopes)
               let target = space is null ? null : _folders.FolderOf(space)
               where target is not null && target != source
               select new Arrow(source, target, $"{file.Path}:{numbered.Index + 1}: {name.Groups["name"].Value}");
    }

    // The namespace of what a dotted name means.
    private string? Meant(Match match, string[][] scopes)
    {
        string[] name = TypeArguments().Replace(match.Groups["name"].Value, "").Split('.');
        if (_types.FindNamespace(name) is { } space)
        {
            return space;
        }
        bool alone = match.Groups["alone"].Success;
        for (int i = 0; i < name.Length; i++)
        {
            if (_types.FindType(name.AsSpan(0, i), name[i], scopes) is { } type
                && (alone || (i + 1 < name.Length && TypeNames.HasConstant(type, name[i + 1]))))
            {
                return FolderNames.NamespaceOf(type);
            }
        }
        return null;
    }

    private static IEnumerable<string[]> Enclosing(string space)
    {
        for (int end = space.Length; end > 0; end = space.LastIndexOf('.', end - 1))
        {
            yield return [space[..end]];
        }
    }

    // After cref and nameof a type counts without a constant.
    [GeneratedRegex(@"(?<alone>\b(cref=""|nameof\())?(?<![\w.])(?<name>[A-Za-z_]\w*(<[\w ,?\[\]]*>)?(\.[A-Za-z_]\w*(<[\w ,?\[\]]*>)?)*)")]
    private static partial Regex Names();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex TypeArguments();
}
