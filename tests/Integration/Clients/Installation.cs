using System.IO;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;

namespace Kiln.Integration.Tests.Clients;

/// <summary>
/// A host as a client of Firecracker's finds it: the monitor under the file name <c>firecracker</c>, a jailer, kernels, disks, and a folder of the
/// client's own on a file system where device nodes work. Removed when the test ends, with the jails.
/// </summary>
internal sealed class Installation : IDisposable
{
    /// <summary>The uid of the jails; no such user need exist.</summary>
    internal const int UserId = 1234;

    /// <summary>The group of jails.</summary>
    internal const int GroupId = 4321;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly string _name;

    /// <summary>Installs the monitor as Firecracker.</summary>
    internal Installation()
        : this("firecracker")
    {
    }

    /// <param name="name">The file name of the monitor, by which it recognizes itself.</param>
    internal Installation(string name)
    {
        Requires.RootAndKvm();
        _name = name;
        Id = $"client-{Guid.NewGuid():N}"[..20];
        Folder = Directory.CreateDirectory($"/srv/kiln-{Id}").FullName;
        Directory.CreateDirectory(Jails);
        ProgramCopy.Create(Artifacts.Vmm, Firecracker);
    }

    /// <summary>The id that the client gives its microVM.</summary>
    internal string Id { get; }

    /// <summary>The client's own folder.</summary>
    internal string Folder { get; }

    internal string Firecracker => PathOf(_name);

    /// <summary>The value of --chroot-base-dir.</summary>
    internal string Jails => PathOf("jails");

    /// <summary>The jailed monitor's root directory, which the client may create beforehand.</summary>
    internal string Root => Path.Combine(Jails, _name, Id, "root");

    /// <summary>The file that names a jailed monitor's process.</summary>
    internal string PidFile => Path.Combine(Root, _name + ".pid");

    /// <summary>A path in the client's folder.</summary>
    internal string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>A path of the jail as the host has it.</summary>
    /// <param name="path">The path as the monitor has it.</param>
    internal string InJail(string path) => Path.Combine(Root, path.TrimStart('/'));

    /// <summary>A kernel in the client's folder.</summary>
    /// <param name="guest">Its name in tests/guests, and there.</param>
    internal string Kernel(string guest)
    {
        File.Copy(Artifacts.Guest(guest), PathOf(guest));
        return PathOf(guest);
    }

    /// <summary>An empty disk of 1 MiB in the client's folder.</summary>
    internal string Disk(string name)
    {
        using FileStream image = new(PathOf(name), FileMode.CreateNew);
        image.SetLength(1 << 20);
        return image.Name;
    }

    /// <summary>Polls, as clients do for a socket.</summary>
    /// <param name="program">The program that creates it, and must not end meanwhile.</param>
    /// <exception cref="TimeoutException"/>
    internal static void Await(int milliseconds, ReapedProgram program, Func<bool> condition)
    {
        long end = Environment.TickCount64 + (long)_patience.TotalMilliseconds;
        while (!condition())
        {
            if (Environment.TickCount64 > end || program.HasEnded)
            {
                throw new TimeoutException($"waited in vain; output: {program.Output} error: {program.Error}");
            }
            Thread.Sleep(milliseconds);
        }
    }

    public void Dispose()
    {
        // A jail's cgroup stays when its monitor has ended.
        TestCgroup.RemoveOwn(_name, Id);
        Directory.Delete(Folder, recursive: true);
    }
}
