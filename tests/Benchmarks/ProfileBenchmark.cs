using System.Diagnostics;

namespace Kiln.Benchmarks;

/// <summary>The cost of reading profiles from YAML: a whole jailer that checks a directory, compared with one that prints its help.</summary>
internal static class ProfileBenchmark
{
    internal static IEnumerable<Figure> Run(Stage stage, string profiles, int runs)
    {
        List<double> checks = [];
        List<double> differences = [];
        for (int run = 0; run < runs; run++)
        {
            double check = Milliseconds(stage.Jailer, "profile", "check", profiles);
            checks.Add(check);
            differences.Add(check - Milliseconds(stage.Jailer, "profile", "--help"));
        }
        yield return Figure.Of("profile check, whole process, wall", "ms", checks);
        yield return Figure.Of("profiles from YAML to programs, wall", "ms", differences);
    }

    private static double Milliseconds(string program, params string[] arguments)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
