using System.Diagnostics;
using System.IO;
using Xunit;

namespace Kiln.CommandLine.Tests.Manuals;

/// <summary>Runs a system program with text on its standard input.</summary>
internal static class ShellRun
{
    /// <summary>Runs the program; the test is skipped if it is not installed.</summary>
    internal static (int Status, string Output) Of(string program, string input, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists($"/usr/bin/{program}"), $"needs {program}: run scripts/install-prerequisites");
        using Process process = Process.Start(
            new ProcessStartInfo($"/usr/bin/{program}", arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
