using System.IO;
using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Escapes;

/// <summary>A jail in which another user of the host has written, and a directory beside it that must stay untouched.</summary>
internal sealed class PlantedBase : IDisposable
{
    /// <summary>A user other than root and the jail's own.</summary>
    internal const int StrangerId = 65533;

    // A jail that is built tells by it that the program ran; quiet where the jailer is quiet.
    private static readonly string[] _attempt = ["attempt", "own-image"];

    private readonly TestJail _jail;
    private readonly string _before;

    /// <summary>Creates a jail and the directory outside.</summary>
    /// <param name="execFile">The program to jail.</param>
    internal PlantedBase(string? execFile = null)
    {
        Requires.RootAndKvm();
        _jail = new TestJail(execFile ?? Artifacts.Hostile);
        Directory.CreateDirectory(Outside);
        File.WriteAllText(OutsideFile, "precious");
        Assert.Equal(0, Syscall.chmod(OutsideFile, (FilePermissions)0x180));
        _before = Survey();
    }

    internal string Root => _jail.Root;

    /// <summary>The base directory of jails.</summary>
    internal string Base => _jail.BaseDirectory;

    /// <summary>What may not change.</summary>
    internal string Outside => Path.Combine(_jail.BaseDirectory, "outside");

    /// <summary>A file there that only root reads.</summary>
    internal string OutsideFile => Path.Combine(Outside, "precious");

    /// <summary>The jailer with its arguments.</summary>
    internal string[] Jailer => [Artifacts.Jailer, .. _jail.JailerArguments, "--", .. _attempt];

    /// <summary>A path below the base directory.</summary>
    /// <param name="place">With <c>ID</c> for the jail's.</param>
    internal string At(string place) => Path.Combine(Base, place.Replace("ID", _jail.Id, StringComparison.Ordinal));

    /// <summary>Puts something where the jailer will find it, the stranger's.</summary>
    internal void Plant(string path, string kind)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        int result = kind switch
        {
            "link" => Syscall.symlink(Outside, path),
            "file" => RunningProgram.Run("touch", path).Status,
            "directory" => Syscall.mkdir(path, FilePermissions.ACCESSPERMS),
            "pipe" => Syscall.mknod(path, FilePermissions.S_IFIFO | FilePermissions.DEFFILEMODE, 0),
            "socket" => Syscall.mknod(path, FilePermissions.S_IFSOCK | FilePermissions.DEFFILEMODE, 0),
            "device" => Syscall.mknod(path, FilePermissions.S_IFCHR | FilePermissions.DEFFILEMODE, (1 << 8) | 5),
            "hard link" => Syscall.link(OutsideFile, path),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "nobody knows how to plant that"),
        };
        Assert.Equal(0, result);
        if (kind != "hard link")
        {
            Assert.Equal(0, Syscall.lchown(path, StrangerId, StrangerId));
        }
    }

    /// <summary>Whether the program ran.</summary>
    /// <param name="result">How the jailer ended.</param>
    internal static bool HasRun(ProgramResult result) => result.Output.Contains("own-image: refused ENOENT", StringComparison.Ordinal);

    /// <summary>Asserts that the jailer refused in one line, and touched nothing outside.</summary>
    /// <param name="reason">What the line says.</param>
    internal void AssertRefused(ProgramResult result, string reason)
    {
        Assert.StartsWith("jailer: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.Equal((1, ""), (result.Status, result.Output));
        AssertOutsideIsUntouched();
    }

    /// <summary>Asserts that names, owners, permissions and contents outside are unchanged.</summary>
    internal void AssertOutsideIsUntouched() => Assert.Equal(_before, Survey());

    public void Dispose() => _jail.Dispose();

    // Hard links may come and go: they are what is planted.
    private string Survey() => string.Join(
        '\n', RunningProgram.Run("find", Outside, "-printf", "%P %y %m %U:%G %s %l\\n").Output.Split('\n').Order(StringComparer.Ordinal)) + File.ReadAllText(OutsideFile);
}
