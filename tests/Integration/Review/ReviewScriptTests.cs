using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Review;

/// <summary><c>scripts/review-profiles</c> on revisions of a repository, with the published jailer.</summary>
public sealed class ReviewScriptTests : IDisposable
{
    private const string Reason = "reason: enters the guest; no other request of KVM, on any descriptor";

    private readonly ProfileRepository _repository = new();

    public void Dispose()
    {
        Assert.Empty(Directory.GetFileSystemEntries(_repository.Temporary));
        _repository.Dispose();
    }

    [Fact]
    public void AChangeIsNamedWithItsPlaceAndItsScore()
    {
        string old = _repository.CommitShipped();
        string @new = _repository.CommitWider();

        ProgramResult wider = _repository.Review("HEAD~1", "HEAD");
        ProgramResult stricter = _repository.Review(@new, old);
        ProgramResult equal = _repository.Review("HEAD", @new);

        Assert.Equal((2, ""), (wider.Status, wider.Error));
        Assert.StartsWith($"# Seccomp profiles: {old} to {@new}\n\n**Wider, or otherwise**", wider.Output, StringComparison.Ordinal);
        Assert.Contains(
            "\n| vcpu | wider | ioctl where argument 1 (low half) is KVM_SMI | trap | allow | vcpu.yaml:11:14 | ioctl(0x0, 0xaeb7, 0x0, 0x0, 0x0, 0x0) |\n",
            wider.Output,
            StringComparison.Ordinal);
        Assert.Contains("\n## Findings\n\n    0 errors, 0 warnings, 5 silenced\n", wider.Output, StringComparison.Ordinal);
        Assert.Contains("\n## Dangerous grants that are new\n\nNone.\n", wider.Output, StringComparison.Ordinal);
        Assert.Contains($"\n| in all | {Score("shipped")} | {Score(_repository.Profiles)} | ", wider.Output, StringComparison.Ordinal);
        Assert.Matches(@"\n\| added \| ioctl \| allow \| argument 1 \(32 bits\) must be one of KVM_KVMCLOCK_CTRL, KVM_SMI \| tells .* \| vcpu\.yaml:11:14 \|\n", wider.Output);
        Assert.Equal((1, ""), (stricter.Status, stricter.Error));
        Assert.Contains("\n| vcpu | stricter | ioctl where argument 1 (low half) is KVM_SMI | allow | trap | vcpu.yaml:11:14 | ", stricter.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (equal.Status, equal.Error));
        Assert.Contains("\n**Equal**: ", equal.Output, StringComparison.Ordinal);
        Assert.Contains("\n| vmm | equal |", equal.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n## Rules and reasons that changed\n\nNone.\n", equal.Output, StringComparison.Ordinal);
    }

    // A filter that stays the same may be explained in another way.
    [Fact]
    public void AnotherReasonIsAChangeOfNoCall()
    {
        _repository.CommitShipped();
        _repository.CommitChange("vcpu", Reason, "reason: runs the guest");

        ProgramResult result = _repository.Review("HEAD~1", "HEAD");

        Assert.Equal(0, result.Status);
        string row = Assert.Single(result.Output.Split('\n'), line => line.StartsWith("| reason |", StringComparison.Ordinal));
        Assert.Equal(
            "| reason | ioctl | allow | argument 1 (32 bits) must be KVM_RUN | enters the guest; no other request of KVM, on any descriptor -> runs the guest | vcpu.yaml:8:14 |",
            row);
    }

    [Fact]
    public void AFindingIsNewOrKnownOrGone()
    {
        const string Shmat = "  - syscall: shmat\n    reason: r\n";
        const string Ptrace = "  - syscall: ptrace\n    reason: r\n";
        _repository.CommitChange("vcpu", "rules:\n", $"rules:\n{Shmat}");
        _repository.CommitChange("vcpu", "rules:\n", $"rules:\n{Ptrace}{Shmat}");
        _repository.CommitChange("vcpu", "rules:\n", $"rules:\n{Ptrace}    allow: [KP303]\n");

        string[] added = _repository.Review("HEAD~2", "HEAD~1").Output.Split('\n');
        string[] accepted = _repository.Review("HEAD~1", "HEAD").Output.Split('\n');

        Assert.Single(added, line => line.StartsWith("    new    vcpu.yaml:8:14: warning KP303: ptrace: ", StringComparison.Ordinal));
        Assert.Single(added, line => line.StartsWith("           vcpu.yaml:10:14: warning KP301: shmat: ", StringComparison.Ordinal));
        Assert.Single(added, line => line.StartsWith("| KP303 | ", StringComparison.Ordinal));
        Assert.Contains("    0 errors, 2 warnings, 5 silenced", added);
        Assert.Equal(2, accepted.Count(line => line.StartsWith("    gone   vcpu.yaml:", StringComparison.Ordinal)));
        Assert.DoesNotContain(accepted, line => line.StartsWith("| KP303 | ", StringComparison.Ordinal));
    }

    // The control is that the text is there at all.
    [Fact]
    public void TextOfAProfileMarksNothingUp()
    {
        const string Hostile = "| <script>alert(1)</script> | `code` [a](http://example.invalid) **bold**";
        _repository.CommitShipped();
        _repository.CommitChange("vcpu", Reason, $"reason: '{Hostile}'");

        string output = _repository.Review("HEAD~1", "HEAD").Output;

        Assert.Contains(@"\| &lt;script>alert(1)&lt;/script> \| \`code\` \[a\](http://example.invalid) \*\*bold\*\*", output, StringComparison.Ordinal);
        Assert.DoesNotContain("<", output, StringComparison.Ordinal);
        Assert.All(
            Regex.Matches(output, "(^\\|.*\n)+", RegexOptions.Multiline).Select(table => table.Value.TrimEnd('\n').Split('\n')),
            rows => Assert.Single(rows.Select(row => Regex.Count(row, @"(?<!\\)\|")).Distinct()));
    }

    [Fact]
    public void ManyRowsAreCutAndTheStricterOnesFirst()
    {
        string[] lines = _repository.Review(Artifacts.Profiles, Path.Combine(Artifacts.Root, "tests/Profiles/Firecracker")).Output.Split('\n');

        string[] rows = [.. lines.Where(line => Regex.IsMatch(line, @"^\| [a-z]+ \| (wider|stricter|equal) \|"))];
        Assert.Equal(100, rows.Length);
        Assert.DoesNotContain(rows, row => row.Contains("| stricter |", StringComparison.Ordinal));
        Assert.Single(lines, line => Regex.IsMatch(line, @"^And [0-9]+ rows more, which `jailer profile diff` shows\.$"));
    }

    [Fact]
    public void ProfilesThatDoNotCompileAreNamedWithTheirErrors()
    {
        _repository.CommitShipped();
        string broken = _repository.CommitChange("vcpu", "value: KVM_RUN", "value: 'KVM_ROW`<b>'");

        ProgramResult @new = _repository.Review("HEAD~1", "HEAD");
        ProgramResult old = _repository.Review("HEAD", "HEAD~1");

        Assert.Equal((3, "review-profiles: profiles do not compile; the review says which\n"), (@new.Status, @new.Error));
        Assert.Contains($"\n## Errors of new, {broken}\n\n    vcpu.yaml:9:38: error KP105: 'KVM_ROW`<b>' is neither ", @new.Output, StringComparison.Ordinal);
        Assert.Equal(3, old.Status);
        Assert.Contains($"\n## Errors of old, {broken}\n\n    vcpu.yaml:9:38: error KP105: ", old.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("## Errors of new", old.Output, StringComparison.Ordinal);
    }

    private static string Score(string directory)
    {
        ProgramResult result = RunningProgram.Run(Artifacts.Jailer, ["profile", "score", .. directory == "shipped" ? (string[])[] : [directory], "--format", "json"]);
        Assert.Equal((0, ""), (result.Status, result.Error));
        using JsonDocument document = JsonDocument.Parse(result.Output);
        return document.RootElement.GetProperty("inAll").GetRawText();
    }
}
