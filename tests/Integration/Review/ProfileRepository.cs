using System.IO;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Review;

/// <summary>A git repository whose revisions have profiles, at a path with a space, and the script that reviews them.</summary>
internal sealed class ProfileRepository : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-review-").FullName;

    internal ProfileRepository()
    {
        Root = Directory.CreateDirectory(Path.Combine(_folder, "check out")).FullName;
        Temporary = Directory.CreateDirectory(Path.Combine(_folder, "temporary")).FullName;
        Git("init", "--quiet");
    }

    internal string Root { get; }

    /// <summary>Where the script has its temporary files.</summary>
    internal string Temporary { get; }

    /// <summary>The directory of its profiles.</summary>
    internal string Profiles => Path.Combine(Root, "seccomp-profiles");

    /// <summary>A path beside the repository.</summary>
    internal string Beside(string name) => Path.Combine(_folder, name);

    /// <summary>Makes its profiles the shipped ones with a change.</summary>
    internal void Change(string profile, string text, string replacement)
    {
        if (Directory.Exists(Profiles))
        {
            Directory.Delete(Profiles, recursive: true);
        }
        ChangedProfiles.Write(Directory.CreateDirectory(Profiles).FullName, profile, text, replacement);
    }

    /// <summary>Commits everything, and returns the revision's short name.</summary>
    internal string Commit()
    {
        Git("add", "--all");
        Git("-c", "user.name=test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false", "commit", "--quiet", "--allow-empty", "--message", "profiles");
        return Git("rev-parse", "--short", "HEAD").Output.TrimEnd();
    }

    /// <summary>Commits the shipped profiles with a change.</summary>
    internal string CommitChange(string profile, string text, string replacement)
    {
        Change(profile, text, replacement);
        return Commit();
    }

    /// <summary>Commits the shipped profiles as they are.</summary>
    internal string CommitShipped() => CommitChange("vcpu", "profile: vcpu", "profile: vcpu");

    /// <summary>Commits the shipped profiles with one request more for a vCPU.</summary>
    internal string CommitWider() => CommitChange(
        "vcpu",
        "args: [{index: 1, op: eq, value: KVM_KVMCLOCK_CTRL, width: 32}]",
        "args: [{index: 1, op: in, value: [KVM_KVMCLOCK_CTRL, KVM_SMI], width: 32}]");

    /// <summary>Reviews two revisions or directories, from the root directory.</summary>
    internal ProgramResult Review(string old, string @new) => Run("/", Script, "--repository", Root, old, @new);

    /// <summary>Runs a command somewhere, with the temporary directory of this repository.</summary>
    internal ProgramResult Run(string folder, params string[] command)
    {
        using RunningProgram program = Start(folder, command);
        return program.WaitForEnd(_patience);
    }

    internal RunningProgram Start(string folder, params string[] command) =>
        RunningProgram.Start("env", ["--default-signal=HUP,INT,TERM", $"--chdir={folder}", $"TMPDIR={Temporary}", .. command]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal static string Script => Path.Combine(Artifacts.Root, "scripts/review-profiles");

    private ProgramResult Git(params string[] arguments)
    {
        ProgramResult result = RunningProgram.Run("git", ["-C", Root, .. arguments]);
        Assert.True(result.Status == 0, result.Error);
        return result;
    }
}
