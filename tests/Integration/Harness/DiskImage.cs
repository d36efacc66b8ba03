using System.IO;
using Kiln.Testing.Harness;

namespace Kiln.Integration.Tests.Harness;

/// <summary>Images of disks, made and checked by the file system's own programs.</summary>
internal static class DiskImage
{
    /// <summary>Size of a root file system: the smallest on which ext4 keeps a journal, with room for what a guest writes.</summary>
    internal const long RootLength = 16 << 20;

    /// <summary>Makes an ext4 file system with the project's one program of Linux on it.</summary>
    internal static void MakeRoot(string path)
    {
        string folder = Directory.CreateTempSubdirectory("kiln-root-").FullName;
        try
        {
            foreach (string name in (string[])["dev", "proc"])
            {
                Directory.CreateDirectory(Path.Combine(folder, name));
            }
            string init = Path.Combine(folder, "init");
            File.Copy(Artifacts.Guest("linux-init"), init);
            Run("mke2fs", "-q", "-t", "ext4", "-d", folder, path, $"{RootLength >> 10}k");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Finds whether a file system is whole, and was left in order.</summary>
    internal static ProgramResult Check(string path) => RunningProgram.Run("e2fsck", "-f", "-n", path);

    private static void Run(string program, params string[] arguments)
    {
        ProgramResult result = RunningProgram.Run(program, arguments);
        if (result.Status != 0)
        {
            throw new InvalidOperationException($"{program} ended with {result.Status}: {result.Error}");
        }
    }
}
