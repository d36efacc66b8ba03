using System.Diagnostics;
using System.Threading.Tasks;
using Xunit;

namespace Kiln.Seccomp.Tests.Syscalls;

/// <summary>Runs the C compiler on the host's headers.</summary>
internal static class CCompiler
{
    /// <summary>The compiler's path; tests that can do without it check for this file.</summary>
    public const string Path = "/usr/bin/gcc";

    /// <summary>The errors in a source file; empty when there are none.</summary>
    /// <param name="options">Additional options, such as include directories.</param>
    public static string Complaints(string source, params string[] options) =>
        Run(source, ["-std=gnu11", "-fsyntax-only", "-w", .. options, "-x", "c", "-"]).Errors;

    /// <summary>Makes a program of a source file.</summary>
    public static void Build(string source, string program, params string[] options) =>
        Assert.Equal("", Run(source, ["-std=gnu11", "-w", "-o", program, "-x", "c", "-", "-x", "none", .. options]).Errors);

    /// <summary>The macros defined at the end of a source file.</summary>
    public static string Macros(string source)
    {
        (string macros, string errors) = Run(source, ["-E", "-dM", "-x", "c", "-"]);
        Assert.Equal("", errors);
        return macros;
    }

    private static (string Output, string Errors) Run(string source, string[] options)
    {
        using Process compiler = Process.Start(new ProcessStartInfo(Path, options)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        // Both pipes are read concurrently, so that neither fills up.
        Task<string> errors = compiler.StandardError.ReadToEndAsync();
        compiler.StandardInput.Write(source);
        compiler.StandardInput.Close();
        string output = compiler.StandardOutput.ReadToEnd();
        string complaints = errors.GetAwaiter().GetResult();
        compiler.WaitForExit();
        Assert.Equal(compiler.ExitCode == 0, complaints.Length == 0);
        return (output, complaints);
    }
}
