using System.Linq;
using Kiln.Manuals;
using Xunit;

namespace Kiln.CommandLine.Tests.Manuals;

/// <summary>The jailer knows the monitor's options by name, so that it can say where they belong.</summary>
public sealed class PassedOnTests
{
    // What the jailer gives the monitor by itself.
    private static readonly string[] _given = ["--start-time-us", "--start-time-cpu-us", "--parent-cpu-time-us", "--ready-fd"];

    [Fact]
    public void TheyAreTheMonitorsButForItsOwn()
    {
        CommandModel jailer = Program.Programs.Single(program => program.Name == "jailer").Own;
        CommandModel monitor = Program.Programs.Single(program => program.Name == "vmm").Own;

        Assert.Equal(
            monitor.Options.Select(option => option.Name).Except(jailer.Options.Select(option => option.Name)).Except(_given).Order(StringComparer.Ordinal),
            jailer.PassedOn.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }
}
