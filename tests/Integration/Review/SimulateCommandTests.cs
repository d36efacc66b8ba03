using System.IO;
using System.Linq;
using System.Text.Json;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Review;

/// <summary>The published <c>jailer profile simulate</c>, on what strace records of real programs.</summary>
public sealed class SimulateCommandTests(ITestOutputHelper output) : IDisposable
{
    // Files, a pipe, processes, a link, a socket and a signal.
    private const string Script = "ls -l /proc/self/fd | cat >/dev/null; kill -0 $$; sleep 0; (exit 3); true </dev/null";

    // What a recording has beside calls: their ends where another process came between, the ends of processes, signals.
    private static readonly string[] _others = [" resumed>", "+++ exited with", "--- SIG"];

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-simulate-").FullName;

    private string Recording => Path.Combine(_folder, "calls");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The number of calls is what strace's own lines are, and none is lost in any of its forms.
    [Theory]
    [InlineData()]
    [InlineData("-X", "raw")]
    [InlineData("-X", "verbose")]
    [InlineData("-yy")]
    [InlineData("-n")]
    [InlineData("-t")]
    [InlineData("-tt", "-T")]
    [InlineData("-ttt", "-n", "-yy")]
    [InlineData("-r", "-i")]
    [InlineData("-t", "-r")]
    [InlineData("-Y", "-x", "-s", "4096")]
    [InlineData("-v")]
    public void EveryLineOfStraceIsUnderstood(params string[] options)
    {
        Record(options, "sh", "-c", Script);

        using JsonDocument document = JsonDocument.Parse(Run("vmm", Recording, "--format", "json").Output);

        int calls = File.ReadLines(Recording).Count(line => !_others.Any(other => line.Contains(other, StringComparison.Ordinal)));
        output.WriteLine($"{calls} calls by {string.Join(' ', options)}");
        Assert.InRange(calls, 10, int.MaxValue);
        Assert.Equal((calls, 0, 0), (Number(document, "calls"), Count(document, "notUnderstood"), Count(document, "foreign")));
        // What the vmm thread may not do is found.
        Assert.Contains(
            document.RootElement.GetProperty("groups").EnumerateArray(),
            group => (group.GetProperty("call").GetString(), group.GetProperty("outcome").GetString()) == ("execve", "refused"));
    }

    // Numbers in place of names leave nothing open that names told, and may decide what names that profiles do not know leave open.
    [Fact]
    public void RawAndDecodedArgumentsTellTheSame()
    {
        Record(["-s", "0"], "sleep", "0");
        JsonElement decoded = JsonDocument.Parse(Run("vmm", Recording, "--format", "json").Output).RootElement;
        Record(["-s", "0", "-X", "raw"], "sleep", "0");
        JsonElement raw = JsonDocument.Parse(Run("vmm", Recording, "--format", "json").Output).RootElement;

        Assert.Equal(decoded.GetProperty("calls").GetInt32(), raw.GetProperty("calls").GetInt32());
        Assert.InRange(raw.GetProperty("uncertain").GetInt32(), 0, decoded.GetProperty("uncertain").GetInt32());
        Assert.InRange(raw.GetProperty("allowed").GetInt32(), decoded.GetProperty("allowed").GetInt32(), decoded.GetProperty("allowed").GetInt32() + decoded.GetProperty("uncertain").GetInt32());
        Assert.InRange(raw.GetProperty("refused").GetInt32(), decoded.GetProperty("refused").GetInt32(), decoded.GetProperty("refused").GetInt32() + decoded.GetProperty("uncertain").GetInt32());
    }

    // The control: the same file but for one call that is refused.
    [Fact]
    public void OneRefusedCallAmongAllowedOnesIsFound()
    {
        File.WriteAllLines(Recording, Enumerable.Repeat("7  ioctl(9</dev/kvm<char 10:232>>, KVM_RUN, 0) = 0", 1000));
        ProgramResult allowed = Run("vcpu 0", Recording);
        File.AppendAllText(Recording, "7  ioctl(9</dev/kvm<char 10:232>>, KVM_NMI, 0 <unfinished ...>\n");
        ProgramResult refused = Run("fc_vcpu 0", Recording);

        Assert.Equal(new ProgramResult(0, $"vcpu: 1000 calls in {Recording}: 1000 allowed, 0 refused, 0 allowed for some arguments only\n", ""), allowed);
        Assert.Equal((3, ""), (refused.Status, refused.Error));
        Assert.StartsWith(
            $"vcpu: 1001 calls in {Recording}: 1000 allowed, 1 refused, 0 allowed for some arguments only\n"
            + "  refused         1 ioctl where argument 1 is 0xae9a, KVM_NMI: trap, by vcpu.yaml:4:10; nearest rule vcpu.yaml:8:14\n"
            + "                    first in line 1001: ioctl(9, KVM_NMI, 0)\n",
            refused.Output,
            StringComparison.Ordinal);
    }

    // With the rule that is missing the same recording is allowed.
    [Fact]
    public void OwnProfilesAreAsked()
    {
        File.WriteAllText(Recording, "ioctl 9 KVM_NMI\n");
        Assert.Equal(3, Run("vcpu", Recording).Status);
        ChangedProfiles.Write(_folder, "vcpu", "KVM_RUN,", "KVM_NMI,");

        Assert.Equal(0, Run("vcpu", Recording, "--seccomp-profiles", _folder).Status);
    }

    [Fact]
    public void StandardInputIsReadToItsEnd()
    {
        using RunningProgram program = RunningProgram.Start(Artifacts.Jailer, "profile", "simulate", "vmm", "-", "--format", "markdown");
        program.Type("type=SECCOMP msg=audit(1.2:3): pid=1 comm=\"vmm\" exe=\"/vmm\" sig=31 arch=c000003e syscall=41 compat=0 ip=0x7f code=0x80000000\n");
        program.EndInput();

        ProgramResult result = program.WaitForEnd();

        Assert.Equal((3, ""), (result.Status, result.Error));
        Assert.Contains("| uncertain | 1 | socket | allow or trap | vmm.yaml:4:10 | 1 | socket(?, ?, ?); allowed where ", result.Output, StringComparison.Ordinal);
    }

    // Longer than the address space that the program is given.
    [Fact]
    public void ALongRecordingIsNotKept()
    {
        const int Lines = 100_000;
        using (StreamWriter file = new(Recording))
        {
            string text = new('x', 3500);
            for (int line = 0; line < Lines; line++)
            {
                file.WriteLine($"{line % 7}  write({line % 200}</a/file>, \"{text}\"..., 1) = {line}");
            }
        }

        ProgramResult result = RunningProgram.Run("sh", "-c", $"ulimit -v {new FileInfo(Recording).Length / 1024}; exec \"$0\" profile simulate launch {Recording} --format json", Artifacts.Jailer);

        using JsonDocument document = JsonDocument.Parse(result.Output);
        Assert.Equal(Lines, Number(document, "calls"));
    }

    [Theory]
    [InlineData("THREAD and FILE are missing: jailer profile simulate vcpu calls.txt", "vmm")]
    [InlineData("there is no thread 'vmn'; near it: vmm, ", "vmn", "/etc/passwd")]
    [InlineData("/nowhere cannot be read: No such file or directory", "vmm", "/nowhere")]
    [InlineData("/ cannot be read: Is a directory", "vmm", "/")]
    [InlineData("/dev/null has no system call of a known form; record some with strace -f -o FILE PROGRAM", "vmm", "/dev/null")]
    [InlineData("/etc/passwd has no system call of a known form: ", "vmm", "/etc/passwd")]
    public void WhatCannotBeSimulatedIsOneLine(string message, params string[] arguments)
    {
        ProgramResult result = Run(arguments);

        Assert.Equal((1, "", 1), (result.Status, result.Output, result.Error.Split('\n').Length - 1));
        Assert.StartsWith($"jailer: {message}", result.Error, StringComparison.Ordinal);
    }

    private static ProgramResult Run(params string[] arguments) => RunningProgram.Run(Artifacts.Jailer, ["profile", "simulate", .. arguments]);

    private static int Number(JsonDocument document, string name) => document.RootElement.GetProperty(name).GetInt32();

    private static int Count(JsonDocument document, string name) => document.RootElement.GetProperty(name).GetProperty("count").GetInt32();

    private void Record(string[] options, params string[] program) =>
        Assert.Equal(0, RunningProgram.Run("strace", ["-f", "-o", Recording, .. options, "--", .. program]).Status);
}
