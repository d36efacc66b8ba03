using System.IO;
using System.Linq;
using Kiln.Floors.Tests.Arrows;
using Kiln.Floors.Tests.Plans;
using Xunit;

namespace Kiln.Floors.Tests;

/// <summary>Arrows between folders point down, as the plans say.</summary>
public sealed class FloorTests
{
    public static TheoryData<string> Assemblies => [.. Buildings.Names];

    [Theory, MemberData(nameof(Assemblies))]
    public void ArrowsPointDown(string assembly)
    {
        Building building = Buildings.Of(assembly);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{building.Folders.Count} folders, {building.Arrows.DistinctBy(arrow => (arrow.From, arrow.To)).Count()} arrows, "
            + $"{building.Plan.Arrows} of them drawn inside floors");

        AssertNone(building.Faults);
    }

    [Theory, MemberData(nameof(Assemblies))]
    public void NoFoldersNeedEachOther(string assembly) => AssertNone(Cycles.In(Buildings.Of(assembly).Arrows));

    [Theory, MemberData(nameof(Assemblies))]
    public void NamespacesFollowFolders(string assembly)
    {
        Building building = Buildings.Of(assembly);

        AssertNone(from file in building.Sources
                   let folder = Path.GetRelativePath(building.Folder, Path.GetDirectoryName(file.Path)!)
                   where file.Namespace != building.Names.NamespaceIn(folder)
                   select $"{file.Path} has the namespace '{file.Namespace}'; its folder's is {building.Names.NamespaceIn(folder)}");
    }

    private static void AssertNone(IEnumerable<string> faults)
    {
        string[] found = [.. faults];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }
}
