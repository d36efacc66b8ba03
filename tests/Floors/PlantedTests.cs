using System.Linq;
using Kiln.Floors.Tests.Arrows;
using Kiln.Floors.Tests.Plans;
using Xunit;

namespace Kiln.Floors.Tests;

/// <summary>What must be found is: the folders Planted/Upper and Planted/Lower do what no code may.</summary>
public sealed class PlantedTests
{
    private const string Folder = "tests/Floors/Planted";
    private const string Namespace = "Kiln.Floors.Tests.Planted";

    private static readonly Building _planted = new("Kiln.Floors.Tests", Folder, Namespace, "Upper\nLower");

    [Fact]
    public void ACallUpwardAndACatchClauseAreFoundInCompiledCode() => Assert.Equal(
        [$"{Namespace}.Lower.Cellar -> {Namespace}.Upper.Roof", $"{Namespace}.Lower.Shelter -> {Namespace}.Upper.Storm"],
        Witnesses(_planted.FromCode).Order(StringComparer.Ordinal));

    [Fact]
    public void AConstantOfAnUpperFolderIsFoundInTheText() => Assert.Equal(
        [
            $"{Folder}/Lower/Cellar.cs:2: Kiln.Floors.Tests.Planted.Upper",
            $"{Folder}/Lower/Shelter.cs:1: Kiln.Floors.Tests.Planted.Upper",
            $"{Folder}/Lower/Stairs.cs:1: Kiln.Floors.Tests.Planted.Upper",
            $"{Folder}/Lower/Stairs.cs:8: Tiles.Number",
            $"{Folder}/Lower/Stairs.cs:10: Colour.Slate",
        ],
        Witnesses(_planted.FromText));

    [Fact]
    public void BothAreFaultsOfOneArrow()
    {
        string fault = Assert.Single(_planted.Faults);

        Assert.StartsWith("Lower -> Upper points up; ", fault, StringComparison.Ordinal);
        Assert.All(Witnesses(_planted.Arrows), witness => Assert.Contains($"\n    {witness}", fault, StringComparison.Ordinal));
    }

    [Fact]
    public void FoldersThatNeedEachOtherAreACycle()
    {
        string cycle = Assert.Single(Cycles.In(_planted.FromCode));

        Assert.Contains("    Lower -> Upper (", cycle, StringComparison.Ordinal);
        Assert.Contains("    Upper -> Lower (", cycle, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Witnesses(IEnumerable<Arrow> arrows) =>
        arrows.Where(arrow => arrow is { From: "Lower", To: "Upper" }).Select(arrow => arrow.Witness);
}
