using System.Linq;

namespace Kiln.Vmm.Process.CommandLine;

/// <summary>Options of Firecracker's that this version cannot honour: whoever gives one must not believe that it does something.</summary>
internal static class AbsentOptions
{
    private static readonly string[] _names = ["--metadata", "--enable-pci", "--describe-snapshot"];

    /// <summary>The first of them on a command line; null when there is none.</summary>
    /// <param name="arguments">The command line.</param>
    internal static string? FirstOf(string[] arguments) => Array.Find(arguments, argument => _names.Contains(argument));
}
