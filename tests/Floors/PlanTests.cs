using Kiln.Floors.Tests.Arrows;
using Kiln.Floors.Tests.Plans;
using Xunit;

namespace Kiln.Floors.Tests;

/// <summary>How a plan is read, and what is held against it.</summary>
public sealed class PlanTests
{
    private const string House = """
        Roof          # a reason
        Hall, Kitchen
            Stairs, [Lift]
            Hall -> Kitchen, Stairs
        Cellar
        """;

    private static readonly HashSet<string> _folders = ["Roof", "Hall", "Kitchen", "Stairs", "Cellar"];
    private static readonly Arrow[] _used = [new("Hall", "Kitchen", ""), new("Hall", "Stairs", "")];

    [Fact]
    public void ArrowsDownAndDrawnOnesAreAllowed() =>
        Assert.Empty(Faults(House, new("Roof", "Hall", ""), new("Roof", "Cellar", ""), new("Stairs", "Cellar", "")));

    [Theory]
    [InlineData("Cellar", "Hall", "Cellar -> Hall points up; move what Cellar needs")]
    [InlineData("Kitchen", "Hall", "Kitchen -> Hall is not drawn inside their floor; ")]
    [InlineData("Kitchen", "Stairs", "Kitchen -> Stairs is not drawn inside their floor; ")]
    public void OthersAreFaultsWithTheirWitness(string from, string to, string expected)
    {
        string fault = Assert.Single(Faults(House, new Arrow(from, to, "A -> B")));

        Assert.StartsWith(expected, fault, StringComparison.Ordinal);
        Assert.EndsWith(":\n    A -> B", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(House + "\nShed", "there is no folder Shed: ")]
    [InlineData("Roof\nHall, Kitchen, Stairs\n  Hall -> Kitchen, Stairs", "the plan has no folder Cellar: ")]
    [InlineData("Roof\nHall, Kitchen, Stairs\n  Hall -> Kitchen, Stairs\n[Cellar]", "the folder Cellar has come: ")]
    [InlineData(House + "\n    Kitchen -> Stairs", "the plan draws Kitchen -> Stairs, which nothing uses: ")]
    [InlineData(House + "\n    Roof -> Cellar", "the plan draws Roof -> Cellar, which are not two folders of one floor: ")]
    public void APlanThatIsNotTheCodesIsAFault(string plan, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Faults(plan)), StringComparison.Ordinal);

    [Fact]
    public void AFolderStandsOnOneFloor() => Assert.Throws<ArgumentException>(() => Faults(House + "\nRoof"));

    private static IEnumerable<string> Faults(string plan, params Arrow[] arrows) =>
        new FloorPlan(plan).Faults(_folders, [.. _used, .. arrows]);
}
