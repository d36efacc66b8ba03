using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Floors.Tests;

/// <summary>The maps of the repository are true: each file and folder that a README of a folder names lies where it says.</summary>
public sealed partial class MapTests
{
    // A map that names fewer has lost its walks.
    private const int FewestPlaces = 5;

    public static TheoryData<string> Maps => ["vmm", "jailer", "shared"];

    [Theory, MemberData(nameof(Maps))]
    public void EveryPlaceOnAMapIsThere(string folder)
    {
        string[] places = PlacesIn(File.ReadAllText(Path.Combine(Artifacts.Root, folder, "README.md")));

        Assert.True(places.Length > FewestPlaces, $"only {places.Length} places");
        Assert.Equal([], places.Where(place => !Path.Exists(Path.Combine(Artifacts.Root, folder, place))));
    }

    [Fact]
    public void EveryFolderOfTheMonitorIsOnItsMap()
    {
        string[] places = PlacesIn(File.ReadAllText(Path.Combine(Artifacts.Root, "vmm", "README.md")));

        Assert.Equal(
            [],
            Directory.GetFiles(Path.Combine(Artifacts.Root, "vmm"), "*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Path.Combine(Artifacts.Root, "vmm"), file).Split('/')[0] + "/")
                .Distinct()
                .Except(places));
    }

    [Fact]
    public void APlaceThatIsNotThereIsFound() =>
        Assert.Equal(["Process/Nowhere.cs", "Json/"], PlacesIn("`Process/Nowhere.cs` and `Json/`, but `QueuePop` is a type, `shared/Seccomp` none of ours"));

    private static string[] PlacesIn(string map) => [.. Place().Matches(map).Select(match => match.Groups[1].Value)];

    // `Folder/`, `Folder/Sub/` or `Folder/File.cs`; other words in backquotes are types, options and calls.
    [GeneratedRegex("`((?:[A-Z][A-Za-z0-9]*/)+(?:[A-Za-z0-9_.]+\\.cs)?)`")]
    private static partial Regex Place();
}
