using System.Diagnostics;
using System.Threading.Tasks;
using Xunit;

namespace Kiln.Seccomp.Tests.Syscalls;

/// <summary>The C compiler, which knows what the headers of the system say.</summary>
internal static class CCompiler
{
    /// <summary>Where it is; a test that may do without it asks for this file.</summary>
    public const string Path = "/usr/bin/gcc";

    /// <summary>The errors in a source; empty when it has none.</summary>
    /// <param name="source">What to check.</param>
    /// <param name="options">More options, such as directories of headers.</param>
    public static string Complaints(string source, params string[] options) =>
        Run(source, ["-std=gnu11", "-fsyntax-only", "-w", .. options]).Errors;

    /// <summary>The macros that are defined at the end of a source.</summary>
    /// <param name="source">What to preprocess.</param>
    public static string Macros(string source)
    {
        (string macros, string errors) = Run(source, ["-E", "-dM"]);
        Assert.Equal("", errors);
        return macros;
    }

    private static (string Output, string Errors) Run(string source, string[] options)
    {
        using Process compiler = Process.Start(new ProcessStartInfo(Path, [.. options, "-x", "c", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        // Both pipes are read at once, so that neither fills while the other is waited for.
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
