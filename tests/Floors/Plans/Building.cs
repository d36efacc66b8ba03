using System.IO;
using System.Linq;
using System.Xml.Linq;
using Kiln.Floors.Tests.Arrows;
using Kiln.Testing.Harness;
using Mono.Cecil;

namespace Kiln.Floors.Tests.Plans;

/// <summary>An assembly with its sources: its folders and the arrows between them.</summary>
internal sealed class Building
{
    /// <param name="folder">Where its sources lie in the repository.</param>
    /// <param name="rootNamespace">The namespace of that folder.</param>
    internal Building(string assembly, string folder, string rootNamespace, string plan)
    {
        Names = new FolderNames(rootNamespace);
        Folder = folder;
        Plan = new FloorPlan(plan);
        using ModuleDefinition module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"));
        TypeDefinition[] types = [.. module.GetTypes().Where(type => Names.FolderOf(FolderNames.NamespaceOf(type)) is not null)];
        Folders = types.Select(type => Names.FolderOf(FolderNames.NamespaceOf(type))!).ToHashSet();
        Sources = [.. SourceFile.Below(Artifacts.Root, folder)];
        FromCode = [.. CompiledArrows.Of(types, Names).Distinct()];
        SourceArrows text = new(types, Names, [.. GlobalImports(Path.Combine(Artifacts.Root, folder))]);
        FromText = [.. Sources.SelectMany(text.Of).Distinct()];
    }

    internal FolderNames Names { get; }

    internal string Folder { get; }

    internal FloorPlan Plan { get; }

    internal IReadOnlySet<string> Folders { get; }

    internal IReadOnlyList<SourceFile> Sources { get; }

    internal IReadOnlyList<Arrow> FromCode { get; }

    internal IReadOnlyList<Arrow> FromText { get; }

    internal IReadOnlyCollection<Arrow> Arrows => [.. FromCode, .. FromText];

    internal IEnumerable<string> Faults => Plan.Faults(Folders, Arrows);

    // The <Using> items of the project that lies there, in which its properties are put in.
    private static IEnumerable<string> GlobalImports(string folder) =>
        from path in Directory.EnumerateFiles(folder, "*.csproj")
        let project = XElement.Load(path)
        let properties = project.Elements("PropertyGroup").Elements().ToLookup(each => $"$({each.Name.LocalName})", each => each.Value)
        from item in project.Elements("ItemGroup").Elements("Using")
        select properties.Aggregate((string)item.Attribute("Include")!, (name, property) => name.Replace(property.Key, property.Last()));
}
