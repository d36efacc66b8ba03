using System.IO;
using Kiln.Integration.Tests.Api;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Snapshots;

/// <summary>
/// A jailed monitor that saves and loads machines. Its guest writes its console to a file, so that what one monitor wrote goes on byte by byte in the
/// next one's, unless the test types to it.
/// </summary>
internal sealed class SnapshotJail : IDisposable
{
    internal const string State = "vm.state";
    internal const string Memory = "vm.memory";
    internal const string Load = """{"snapshot_path": "vm.state", "mem_backend": {"backend_type": "File", "backend_path": "vm.memory"}""";
    private const string ConsoleName = "console";

    // A monitor whose guest has ended ends at once.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    internal SnapshotJail()
        : this(new ApiJail()) => Jail.Do("PUT", "/serial", $$"""{"serial_out_path": "{{ConsoleName}}"}""");

    private SnapshotJail(ApiJail jail) => Jail = jail;

    /// <summary>A monitor whose guest's console is its standard input and output.</summary>
    /// <param name="jailerOptions">More options of the jailer's.</param>
    internal static SnapshotJail ToTypeTo(string[]? jailerOptions = null) => new(new ApiJail(jailerOptions));

    /// <summary>A monitor on a file system of few bytes in memory.</summary>
    internal static SnapshotJail OnSmallFileSystem(int mebibytes) => new(new ApiJail(place: jail => new SmallFileSystem(jail, mebibytes)));

    /// <summary>The monitor and its API.</summary>
    internal ApiJail Jail { get; }

    /// <summary>What the guest has said in this monitor.</summary>
    internal string Console => File.Exists(Jail.PathOf(ConsoleName)) ? File.ReadAllText(Jail.PathOf(ConsoleName)) : "";

    /// <summary>Has the paused machine saved to the two files.</summary>
    internal void Create() => Assert.Equal(new Answer(204, ""), TryCreate());

    /// <summary>Asks for the paused machine to be saved to the two files.</summary>
    internal Answer TryCreate() =>
        Jail.Request("PUT", "/snapshot/create", $$"""{"snapshot_path": "{{State}}", "mem_file_path": "{{Memory}}"}""");

    /// <summary>Asserts that what was saved can be loaded, as far as that can be told without KVM.</summary>
    internal void Check()
    {
        ProgramResult result = RunningProgram.Run(Artifacts.Vmm, "snapshot", "check", Jail.PathOf(State), Jail.PathOf(Memory));
        Assert.True(result.Status == 0, result.Error);
    }

    /// <returns>False when the guest has ended.</returns>
    internal bool TryPause()
    {
        Answer answer = Jail.Request("PATCH", "/vm", """{"state": "Paused"}""");
        Assert.True(answer.Status == 204 || Jail.Program.WaitForEnd(_patience).Status == 0, answer.Body);
        return answer.Status == 204;
    }

    internal void Pause() => Jail.Do("PATCH", "/vm", """{"state": "Paused"}""");

    internal void Resume() => Jail.Do("PATCH", "/vm", """{"state": "Resumed"}""");

    /// <summary>Has the machine of another monitor go on in this one.</summary>
    /// <param name="disk">A disk that goes with it, or null.</param>
    internal void Continue(SnapshotJail other, string? disk = null)
    {
        if (disk is not null)
        {
            Take(other, disk);
        }
        LoadFrom(other, """, "resume_vm": true""");
    }

    /// <summary>Loads the machine of another monitor.</summary>
    /// <param name="fields">More fields of the request, each after a comma.</param>
    internal void LoadFrom(SnapshotJail other, string fields = "")
    {
        Take(other, State);
        Take(other, Memory);
        Jail.Do("PUT", "/snapshot/load", Load + fields + "}");
    }

    /// <summary>Copies a file of another monitor's jail, with its holes, for everybody to read and write.</summary>
    internal void Take(SnapshotJail other, string name)
    {
        Assert.Equal(0, RunningProgram.Run("cp", "--sparse=always", other.Jail.PathOf(name), Jail.PathOf(name)).Status);
        File.SetUnixFileMode(Jail.PathOf(name), (UnixFileMode)0b110_110_110);
    }

    /// <summary>Kills the monitor, whose files stay.</summary>
    internal void Kill()
    {
        Assert.Equal(0, Syscall.kill(Jail.Program.Id, Signum.SIGKILL));
        _ = WaitForEnd(_patience);
    }

    /// <summary>Waits until the guest has ended.</summary>
    /// <returns>The monitor's status.</returns>
    internal int WaitForEnd(TimeSpan patience) => Jail.Program.WaitForEnd(patience).Status;

    public void Dispose() => Jail.Dispose();
}
