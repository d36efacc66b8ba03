using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Review;

/// <summary>Whatever <c>scripts/review-profiles</c> meets, 0, 1 and 2 are answers of the comparison, and nothing of it is left.</summary>
public sealed class ReviewScriptFaultTests : IDisposable
{
    private readonly ProfileRepository _repository = new();

    public void Dispose()
    {
        Assert.Empty(Directory.GetFileSystemEntries(_repository.Temporary));
        _repository.Dispose();
    }

    [Fact]
    public void WhatCannotBeComparedIsSaidInALine()
    {
        _repository.Commit();
        _repository.CommitShipped();
        string odd = Directory.CreateDirectory(_repository.Beside("-odd *name")).FullName;

        AssertFails($"there is no revision and no directory 'v9'; a shallow clone of {_repository.Root} has only its newest revision, and git fetch --unshallow gets the rest", "v9", "HEAD");
        AssertFails("revision 'HEAD~1' has no directory seccomp-profiles; name it by --path", "HEAD~1", "HEAD");
        AssertFails("'--frob' is not understood; see scripts/review-profiles --help", "--frob", "HEAD");
        AssertFails("give OLD and NEW, two revisions or directories; see scripts/review-profiles --help", "HEAD");
        AssertFails("--jailer needs a value; see scripts/review-profiles --help", "--jailer");
        AssertFails("there is no program /nothing", "--jailer", "/nothing", "HEAD", "HEAD");
        Assert.StartsWith($"review-profiles: {odd} is no checkout: fatal: ", Run("--repository", odd, "HEAD", "HEAD").Error, StringComparison.Ordinal);
        Assert.Equal(3, Run(odd, _repository.Profiles).Status);
        Assert.Contains("\n## Errors of old, ", Run(odd, _repository.Profiles).Output, StringComparison.Ordinal);
    }

    // By a name that the shell or git takes for another one, and by attributes that an archive would follow.
    [Fact]
    public void ARevisionCannotHideAProfile()
    {
        const string Smi = "value: KVM_SMI,";
        _repository.CommitShipped();
        _repository.Change("vcpu", "value: KVM_RUN,", Smi);
        File.Copy(Path.Combine(Artifacts.Profiles, "vcpu.yaml"), Path.Combine(_repository.Profiles, "vcpu.yaml "));
        File.WriteAllText(Path.Combine(_repository.Root, ".gitattributes"), "*.yaml export-ignore\n");
        _repository.Commit();

        ProgramResult result = _repository.Review("HEAD~1", "HEAD");

        Assert.Equal((2, ""), (result.Status, result.Error));
        Assert.Contains("\n| vcpu | wider | ioctl where argument 1 (low half) is KVM_SMI |", result.Output, StringComparison.Ordinal);

        File.Move(Path.Combine(_repository.Profiles, "vcpu.yaml "), Path.Combine(_repository.Profiles, "vc\npu.yaml"));
        _repository.Commit();
        AssertFails(@"in revision 'HEAD' the name ""vc\npu.yaml"" has characters that no profile's name has", "HEAD~1", "HEAD");

        File.Delete(Path.Combine(_repository.Profiles, "vc\npu.yaml"));
        File.Delete(Path.Combine(_repository.Profiles, "api.yaml"));
        File.CreateSymbolicLink(Path.Combine(_repository.Profiles, "api.yaml"), "/etc/shadow");
        _repository.Commit();
        AssertFails("in revision 'HEAD' api.yaml is no file", "HEAD~3", "HEAD");
    }

    [Fact]
    public void DirectoriesAreComparedToo()
    {
        _repository.CommitShipped();
        string folder = Directory.CreateDirectory(_repository.Beside("a *[b] c")).FullName;
        ChangedProfiles.Write(folder, "vcpu", "value: KVM_RUN,", "value: KVM_SMI,");

        ProgramResult result = _repository.Run(_repository.Beside(""), ProfileRepository.Script, "--repository", "check out", "HEAD", "a *[b] c");

        Assert.Equal((2, ""), (result.Status, result.Error));
        Assert.Matches(@"\A# Seccomp profiles: [0-9a-f]+ to a \\\*\\\[b\\\] c\n", result.Output);
    }

    [Fact]
    public void ADirectoryWithTheNameOfARevisionIsNotGuessed()
    {
        _repository.CommitShipped();
        Directory.CreateDirectory(_repository.Beside("HEAD"));

        ProgramResult result = _repository.Run(_repository.Beside(""), ProfileRepository.Script, "--repository", _repository.Root, "HEAD", "HEAD");

        Assert.Equal(
            new ProgramResult(3, "", "review-profiles: 'HEAD' is a directory and a revision; say ./HEAD for the directory, or refs/heads/HEAD for the branch\n"), result);
    }

    [Theory]
    [InlineData("\"$@\" >&-; echo $?", "3\n", "review-profiles: standard output is closed\n")]
    [InlineData("\"$@\" >/dev/full; echo $?", "3\n", "review-profiles: standard output cannot be written\n")]
    [InlineData("\"$@\" 2>&- >/dev/full; echo $?", "3\n", "")]
    [InlineData("{ \"$@\"; echo $? >&2; } | true", "", "review-profiles: standard output cannot be written\n3\n")]
    [InlineData("\"$@\" 2>&- <&- >/dev/null; echo $?", "0\n", "")]
    public void AnOutputThatCannotBeWrittenIsAFailure(string command, string output, string error)
    {
        _repository.CommitShipped();

        ProgramResult result = _repository.Run("/", "sh", "-c", command, "sh", ProfileRepository.Script, "--repository", _repository.Root, "HEAD", "HEAD");

        Assert.Equal(new ProgramResult(0, output, error), result);
    }

    // Its status 1 for a command that it does not have is no answer.
    [Fact]
    public void AJailerThatKnowsLessIsNoAnswer()
    {
        _repository.CommitShipped();
        string withoutDiff = Stub("""case $2 in diff) echo "jailer: there is no command" >&2; exit 1 ;; esac; exec""");
        string withoutScore = Stub("""case $2 in score) echo "jailer: there is no command" >&2; exit 1 ;; esac; exec""");

        ProgramResult unanswered = Run("--jailer", withoutDiff, "HEAD", "HEAD");
        ProgramResult unscored = Run("--jailer", withoutScore, "HEAD", "HEAD");

        Assert.Equal(new ProgramResult(3, "", "review-profiles: 'jailer profile diff' failed with status 1: jailer: there is no command\n"), unanswered);
        Assert.Equal((0, ""), (unscored.Status, unscored.Error));
        Assert.Contains("\n## Score\n\nThis jailer has none:\n\n    jailer: there is no command\n", unscored.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HUP", 129)]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void ASignalEndsItAndLeavesNothing(string signal, int status)
    {
        _repository.CommitShipped();
        using RunningProgram review = _repository.Start(
            "/", ProfileRepository.Script, "--repository", _repository.Root, "--jailer", Stub("sleep 1; exec"), "HEAD", "HEAD");
        Assert.True(SpinWait.SpinUntil(() => Directory.GetFileSystemEntries(_repository.Temporary).Length > 0, TimeSpan.FromSeconds(20)));

        Assert.Equal(0, RunningProgram.Run("kill", $"-{signal}", $"{review.Id}").Status);

        ProgramResult result = review.WaitForEnd();
        Assert.Equal((status, ""), (result.Status, result.Output));
    }

    // The pipeline's step of seccomp-profiles/README.md, in a checkout that has the script and the programs where Kiln's has them.
    [Theory]
    [InlineData("HEAD~1", "HEAD", 2)]
    [InlineData("HEAD", "HEAD~1", 0)]
    public void TheStepOfThePageRuns(string old, string @new, int status)
    {
        string step = Regex.Match(
            File.ReadAllText(Path.Combine(Artifacts.Profiles, "README.md")),
            "```yaml\n- name: review the seccomp profiles\n  run: \\|\n(?<step>.*?)```",
            RegexOptions.Singleline).Groups["step"].Value;
        _repository.CommitShipped();
        _repository.CommitWider();
        Directory.CreateDirectory(Path.Combine(_repository.Root, "scripts"));
        File.Copy(ProfileRepository.Script, Path.Combine(_repository.Root, "scripts/review-profiles"));
        Directory.CreateSymbolicLink(Path.Combine(_repository.Root, "artifacts"), Path.Combine(Artifacts.Root, "artifacts"));

        ProgramResult result = _repository.Run(_repository.Root, "env", $"BASE={old}", $"HEAD={@new}", "sh", "-ec", step);

        Assert.Equal((status, status == 0 ? "" : "somebody has to approve what a thread may do now\n"), (result.Status, result.Error));
        Assert.StartsWith("# Seccomp profiles: ", result.Output, StringComparison.Ordinal);
    }

    private void AssertFails(string message, params string[] arguments) =>
        Assert.Equal(new ProgramResult(3, "", $"review-profiles: {message}\n"), Run(arguments));

    private ProgramResult Run(params string[] arguments) =>
        _repository.Run("/", [ProfileRepository.Script, .. arguments.Contains("--repository") ? (string[])[] : ["--repository", _repository.Root], .. arguments]);

    // A program in the jailer's place: what it does first, then the jailer's own work.
    private string Stub(string first)
    {
        string file = _repository.Beside($"jailer-{Guid.NewGuid():N}");
        File.WriteAllText(file, $"#!/bin/sh\n{first} {Artifacts.Jailer} \"$@\"\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return file;
    }
}
