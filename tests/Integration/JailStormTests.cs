using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>Many jails at once.</summary>
[Collection(BusyCollection.Name)]
public sealed class JailStormTests
{
    private const int Jails = 200;

    // Two hundred guests on two processors take some ten seconds; the bound is for a machine that is busy besides.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    [Fact]
    public void TwoHundredJailsAtOnceEachRunTheirOwnGuest()
    {
        Requires.RootAndKvm();
        TestJail[] jails = [.. Enumerable.Range(0, Jails).Select(_ => new TestJail())];
        try
        {
            Array.ForEach(jails, jail => jail.StageGuest("print", $"word={jail.Id}"));
            RunningProgram[] programs = [.. jails.Select(jail => jail.Start())];

            for (int index = 0; index < Jails; index++)
            {
                using RunningProgram program = programs[index];
                ProgramResult result = program.WaitForEnd(_patience);
                Assert.Equal((0, ""), (result.Status, result.Error));
                Assert.Contains($"word={jails[index].Id}", result.Output, StringComparison.Ordinal);
            }
        }
        finally
        {
            Array.ForEach(jails, jail => jail.Dispose());
        }
    }
}
