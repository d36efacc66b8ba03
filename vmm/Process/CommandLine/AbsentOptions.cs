namespace Kiln.Vmm.Process.CommandLine;

/// <summary>Firecracker's options that this version does not implement; they are rejected, so that nobody relies on them.</summary>
internal static class AbsentOptions
{
    private static readonly string[] _names = ["--enable-pci"];

    /// <summary>The first of them on a command line; null if there is none.</summary>
    internal static string? FirstOf(string[] arguments) => Array.Find(arguments, argument => Array.IndexOf(_names, argument) >= 0);
}
