using System.IO;
using System.Linq;
using System.Text.Json;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Against;

/// <summary>A folder for the benchmark program's opponents and its result.</summary>
internal sealed class ComparisonStage : IDisposable
{
    // A pair takes seconds; the machine may be busy.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private static readonly string[] _names = ["Kiln", "firecracker", "Kiln to firecracker"];

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-against-").FullName;

    /// <summary>Where an opponent's file may be put.</summary>
    internal string Opponent => Path.Combine(_folder, "firecracker");

    /// <summary>Runs the program with one pair.</summary>
    internal ProgramResult Run(params string[] words)
    {
        using RunningProgram program = RunningProgram.Start(
            Artifacts.Benchmarks, [Path.Combine(Artifacts.Root, "artifacts"), Path.Combine(_folder, "result.json"), "1", "against", .. words]);
        return program.WaitForEnd(_patience);
    }

    /// <summary>The rows of the result, each of which has both medians and their ratio.</summary>
    internal IReadOnlyList<string> Rows()
    {
        using JsonDocument result = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "result.json")));
        JsonElement[] figures = [.. result.RootElement.EnumerateArray()];
        Assert.All(figures, figure => Assert.True(figure.GetProperty("Median").GetDouble() > 0, $"{figure}"));
        return [.. figures.Chunk(_names.Length).Select(Row)];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Row(JsonElement[] figures)
    {
        string first = figures[0].GetProperty("Name").GetString()!;
        string row = first[..first.LastIndexOf(',')];
        Assert.Equal(_names.Select(name => $"{row}, {name}"), figures.Select(figure => figure.GetProperty("Name").GetString()));
        Assert.Equal("ratio", figures[^1].GetProperty("Unit").GetString());
        return row;
    }
}
