
namespace Kiln.Vmm.Tests.Logging;

/// <summary>A file system with room for one page, mounted while a test runs. Needs root.</summary>
internal sealed class SmallDisk : IDisposable
{
    internal SmallDisk(string directory)
    {
        Directory = System.IO.Directory.CreateDirectory(directory).FullName;
        Run("mount", "-t", "tmpfs", "-o", "size=4096", "tmpfs", Directory);
    }

    internal string Directory { get; }

    /// <summary>Makes room for some more.</summary>
    internal void Grow() => Run("mount", "-o", "remount,size=65536", Directory);

    public void Dispose() => Run("umount", "-l", Directory);

    private static void Run(string program, params string[] arguments)
    {
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(program, arguments);
        process.WaitForExit();
        Xunit.Assert.Equal(0, process.ExitCode);
    }
}
