using System.IO;
using Xunit;

namespace Kiln.Integration.Tests.Harness;

/// <summary>A file system of few bytes in memory, mounted over a jail's base directory until the test ends.</summary>
internal sealed class SmallFileSystem : IDisposable
{
    private readonly string _place;

    /// <summary>Mounts it, and makes the jail's directories again.</summary>
    /// <param name="jail">The jail; nothing is staged in it yet.</param>
    internal SmallFileSystem(TestJail jail, int mebibytes)
    {
        _place = jail.BaseDirectory;
        Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m,mode=755", "tmpfs", _place);
        Directory.CreateDirectory(jail.Root);
    }

    public void Dispose() => Run("umount", "--lazy", _place);

    private static void Run(string program, params string[] arguments)
    {
        ProgramResult result = RunningProgram.Run(program, arguments);
        Assert.True(result.Status == 0, result.Error);
    }
}
