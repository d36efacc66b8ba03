using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Xunit;

namespace Kiln.Profiles.Tests;

/// <summary>Every mistake is reported in one line with its place, a stable id and a remedy, and yields no filter set.</summary>
public sealed class DiagnosticTests : IDisposable
{
    private const string Exit = "  - syscall: exit\n    reason: test\n";

    private readonly ScratchProfiles _profiles = new();

    // A rule on line 4 of the profile, and the expected message.
    public static TheoryData<string, string> WrongRules => new()
    {
        { "syscall: exitt\n    reason: r", "4:14: error KP104: there is no system call 'exitt' on x86_64; near it: exit, wait4, write" },
        { "syscall: [exit, exitt]\n    reason: r", "4:21: error KP104: there is no system call 'exitt'" },
        { "syscall: [exit, write, exit]\n    reason: r", "4:28: error KP115: the list has 'exit' twice; keep one" },
        { "syscall: []\n    reason: r", "4:14: error KP107: syscall is empty; leave it out or fill it" },
        { "syscall: {exit: 1}\n    reason: r", "4:14: error KP103: a system call is a mapping; text is expected" },
        { "reason: r", "4:5: error KP102: the key 'syscall' is missing" },
        { "syscall: exit", "4:5: error KP114: the rule has no 'reason'; say in a line what needs the call, and for what" },
        { "syscall: exit\n    reason: ''", "5:13: error KP107: reason is empty; fill it" },
        { "syscall: exit\n    reason:", "5:12: error KP107: reason is empty; fill it" },
        { "syscall: exit\n    reason: [r]", "5:13: error KP103: reason is a list; text is expected" },
        { "syscall: exit\n    when: now\n    reason: r", "5:5: error KP101: unknown key 'when'; known here: syscall, args, action, reason, allow, untested" },
        { "syscall: exit\n    action: permit\n    reason: r", "5:13: error KP103: there is no action 'permit'; there are allow, errno(N), trap" },
        { "syscall: exit\n    action: errno(ENOSY)\n    reason: r", "5:13: error KP105: 'ENOSY' is no error; write a name such as ENOSYS" },
        { "syscall: exit\n    action: errno(0)\n    reason: r", "5:13: error KP105: '0' is no error" },
        { "syscall: exit\n    action: errno(4096)\n    reason: r", "5:13: error KP105: '4096' is no error; write a name such as ENOSYS, or a number from 1 to 4095" },
        { "syscall: exit\n    reason: r\n    allow: []", "6:12: error KP107: allow is empty" },
        { "syscall: exit\n    reason: r\n    allow: [KP305]", "6:13: error KP120: the rule gives no cause for 'KP305'; remove it" },
        { "syscall: exit\n    reason: r\n    untested: ''", "6:15: error KP107: untested is empty" },
        {
            "syscall: exit\n    args: [{index: 0, op: lt, value: 5}, {index: 0, op: gt, value: 4}]\n    reason: r",
            "4:5: error KP106: its conditions contradict each other: no call satisfies all of them; correct one"
        },
        { "syscall: exit\n    args: []\n    reason: r", "5:11: error KP107: args is empty; leave it out or fill it" },
        { "syscall: exit\n    args: {index: 0}\n    reason: r", "5:11: error KP103: args is a mapping; a list is expected" },
    };

    // A condition on line 5, and the expected message.
    public static TheoryData<string, string> WrongConditions => new()
    {
        { "op: eq, value: 1", "5:12: error KP102: the key 'index' is missing" },
        { "index: 6, op: eq, value: 1", "5:20: error KP103: index is 0 to 5: a call has six arguments" },
        { "index: PROT_READ, op: eq, value: 1", "5:20: error KP103: index is 'PROT_READ'; a number is expected" },
        { "index: 0, value: 1", "5:12: error KP102: the key 'op' is missing" },
        { "index: 0, op: below, value: 1", "5:27: error KP103: there is no op 'below'; there are eq, ne, lt, le, gt, ge, masked_eq, in, not_in, flags_subset_of" },
        { "index: 0, op: eq", "5:12: error KP102: the key 'value' is missing" },
        { "index: 0, op: eq, value: PROT_REED", "5:38: error KP105: 'PROT_REED' is neither a number of at most 64 bits nor a constant" },
        { "index: 0, op: eq, value: PROT_READ|", "5:38: error KP105: '' is neither a number" },
        { "index: 0, op: eq, value: -1", "5:38: error KP105: '-1' is neither a number" },
        { "index: 0, op: eq, value: 010", "5:38: error KP105: '010' is neither a number" },
        { "index: 0, op: eq, value: 0x", "5:38: error KP105: '0x' is neither a number" },
        { "index: 0, op: eq, value: 1e3", "5:38: error KP105: '1e3' is neither a number" },
        { "index: 0, op: eq, value: 18446744073709551616", "5:38: error KP105: '18446744073709551616' is neither a number" },
        { "index: 0, op: eq, value: [1]", "5:38: error KP103: value is a list; text is expected" },
        { "index: 0, op: in, value: 1", "5:38: error KP103: value is '1'; a list is expected" },
        { "index: 0, op: in, value: []", "5:38: error KP107: value is empty; leave it out or fill it" },
        { "index: 0, op: eq, value: 0x100000000, width: 32", "5:38: error KP112: '0x100000000' needs more than the 32 bits" },
        { "index: 0, op: eq, value: 1, width: 16", "5:48: error KP103: width is 32 or 64" },
        { "index: 0, op: eq, value: 1, mask: 1", "5:47: error KP101: op eq takes no mask; use masked_eq or remove it" },
        { "index: 0, op: masked_eq, value: 1", "5:12: error KP102: the key 'mask' is missing" },
        { "index: 0, op: masked_eq, mask: 0xF0, value: 1", "5:57: error KP106: the value has bits outside the mask" },
        { "index: 0, op: masked_eq, mask: 0, value: 0", "5:54: error KP106: the value has bits outside the mask, or the mask is 0" },
        { "index: 0, op: in, value: [1, 2, 0x1]", "5:45: error KP115: the list has the value '0x1' twice; keep one" },
        { "index: 0, op: ge, value: 0", "5:38: error KP106: every argument satisfies this condition, so it says nothing; remove it" },
        { "index: 0, op: lt, value: 0", "4:5: error KP106: its conditions contradict each other" },
        { "index: 0, op: eq, value: 1, argument: 1", "5:41: error KP101: unknown key 'argument'" },
    };

    public static TheoryData<string, string> WrongFiles => new()
    {
        { "", "1:1: error KP002: the file is empty; a profile starts with 'profile: NAME'" },
        { "# nothing\n", "error KP002: the file is empty" },
        { "vcpu\n", "1:1: error KP103: a profile is 'vcpu'; a mapping is expected" },
        { "- vcpu\n", "1:1: error KP103: a profile is a list; a mapping is expected" },
        { "default: trap\nrules:\n" + Exit, "1:1: error KP102: the key 'profile' is missing" },
        { "profile: vcpu\nrules:\n" + Exit, "1:1: error KP102: the key 'default' is missing" },
        { "profile: vmm\ndefault: trap\nrules:\n" + Exit, "1:10: error KP108: the file is 'vcpu.yaml' but the profile is 'vmm'" },
        { "profile: vcpu\ndefault: allow\nrules:\n" + Exit, "2:10: error KP113: default is 'allow', which lets through what nobody reviewed; take trap, errno(N), kill_thread or kill_process" },
        { ScratchProfiles.Head, "1:1: error KP102: the key 'rules' is missing" },
        { ScratchProfiles.Head + "rules: []\n", "3:8: error KP107: rules is empty" },
        { ScratchProfiles.Head + "rules:\n  - exit\n", "4:5: error KP103: a rule is 'exit'; a mapping is expected" },
        { ScratchProfiles.Head + "include: []\n", "3:10: error KP107: include is empty" },
        { ScratchProfiles.Head + "include: [base, base]\n", "3:17: error KP115: the list has 'base' twice; keep one" },
        { ScratchProfiles.Head + "common: [exit, exit]\nrules:\n" + Exit, "3:16: error KP115: the list has 'exit' twice; keep one" },
        { ScratchProfiles.Head + "include: base\n", "3:10: error KP103: include is 'base'; a list is expected" },
        { ScratchProfiles.Head + "Rules:\n" + Exit, "3:1: error KP101: unknown key 'Rules'; known here: profile, default, include, common, rules" },
        { ScratchProfiles.Head + "default: trap\nrules:\n" + Exit, "3:1: error KP005: the key 'default' is there twice; keep one" },
        { ScratchProfiles.Head + "rules:\n  - {syscall: exit, reason: r, syscall: write}\n", "4:32: error KP005: the key 'syscall' is" },
        { ScratchProfiles.Head + "rules: &all\n" + Exit, "3:8: error KP003: anchors and aliases are not allowed; write the value out" },
        { ScratchProfiles.Head + "rules: *all\n", "3:8: error KP003: anchors and aliases are not allowed" },
        { ScratchProfiles.Head + "rules: !!seq\n" + Exit, "3:8: error KP003: tags are not allowed; remove it" },
        { ScratchProfiles.Head + "rules:\n" + Exit + "---\nprofile: vcpu\n", "6:1: error KP002: a second document; a profile is one" },
        { ScratchProfiles.Head + "? [a]\n: b\n", "3:3: error KP002: a key is text" },
        { ScratchProfiles.Head + "rules: [\n", "error KP002: this is not YAML" },
        // The parser fails here with an internal exception.
        { ScratchProfiles.Head + "rules:\n  - syscall: read\n    args:\n      - {index: 0, value: 0  - {index: 2}\n    reason: r\n", "error KP002: this is not YAML" },
        { ScratchProfiles.Head + "rules:\n\t- syscall: exit\n", "error KP002: this is not YAML" },
        { ScratchProfiles.Head + "rules: " + new string('[', 40) + "\n", "3:24: error KP004: nested deeper than 16" },
        { ScratchProfiles.Head + "rules:\n  - syscall: exit\n    reason: a\u202Eb\n", "5:14: error KP003: the invisible character U+202E" },
        { ScratchProfiles.Head + "# \u001B[2J\n", "3:3: error KP003: the invisible character U+001B; remove it" },
        { ScratchProfiles.Head + "rules:\n  - syscall: exit\n    reason: \"a\\e[2Jb\"\n", "5:13: error KP003: an escape makes an invisible character; remove it" },
    };

    public void Dispose() => _profiles.Dispose();

    [Fact]
    public void TheScratchProfilesHaveNoErrors() => Assert.Empty(_profiles.Errors());

    [Theory]
    [MemberData(nameof(WrongRules))]
    public void AWrongRule(string rule, string expected) => Expect($"{ScratchProfiles.Head}rules:\n  - {rule}\n", expected);

    [Theory]
    [MemberData(nameof(WrongConditions))]
    public void AWrongCondition(string condition, string expected) =>
        Expect($"{ScratchProfiles.Head}rules:\n  - syscall: exit\n    args: [{{{condition}}}]\n    reason: r\n", expected);

    [Theory]
    [MemberData(nameof(WrongFiles))]
    public void AWrongFile(string text, string expected) => Expect(text, expected);

    [Fact]
    public void EachWrongRuleIsReported()
    {
        _profiles.Write("vcpu", $"{ScratchProfiles.Head}rules:\n  - syscall: exitt\n    reason: r\n{Exit}  - syscall: write\n");
        _profiles.Write("api", "profile: api\ndefault: kill\nrules:\n" + Exit);

        Assert.Equal(["api.yaml:2:10: error KP103", "vcpu.yaml:4:14: error KP104", "vcpu.yaml:8:5: error KP114"], Places());
    }

    [Fact]
    public void AFileFullOfMistakesIsGivenUp()
    {
        _profiles.Write("vcpu", ScratchProfiles.Head + "rules:\n" + string.Concat(Enumerable.Repeat("  - syscall: exitt\n", 10_000)));

        Assert.Equal(51, _profiles.Errors().Length);
    }

    [Fact]
    public void AMessageIsOneLineOfPrintingCharacters()
    {
        const string Escaped = "  - syscall: \"x\\nvcpu.yaml(1,1): error\"\n    reason: r\n";
        string longName = $"  - syscall: {new string('x', 5_000)}\n    reason: r\n";
        _profiles.Write("vcpu", $"{ScratchProfiles.Head}rules:\n{Escaped}{longName}");

        string[] errors = _profiles.Errors();

        Assert.Equal(2, errors.Length);
        Assert.All(errors, error => Assert.True(error.Length < 500 && error.All(character => character is >= ' ' and <= '~'), error));
    }

    [Fact]
    public void AMissingOrUnreadableFile()
    {
        File.Delete(_profiles.PathOf("vcpu"));
        File.Delete(_profiles.PathOf("vmm"));
        Directory.CreateDirectory(_profiles.PathOf("vmm"));
        File.Delete(_profiles.PathOf("api"));
        File.CreateSymbolicLink(_profiles.PathOf("api"), "/dev/zero");
        _profiles.Write("runtime", [.. Encoding.ASCII.GetBytes("profile: runtime # "), 0xC3, 0x28]);

        Assert.Equal(
            [
                "api.yaml:1:1: error KP001", "runtime.yaml:1:1: error KP002", "setup.yaml:3:20: error KP109", "setup.yaml:3:30: error KP109",
                "vcpu.yaml:1:1: error KP001", "vmm.yaml:1:1: error KP001",
            ],
            Places());
    }

    // To open it would wait for somebody who writes it.
    [Fact]
    public void APipe()
    {
        File.Delete(_profiles.PathOf("vcpu"));
        Assert.Equal(0, mkfifo(_profiles.PathOf("vcpu"), 0x180));

        Assert.Contains("vcpu.yaml:1:1: error KP001: it is no regular file; put the profile's text into one", _profiles.Errors());
    }

    [Fact]
    public void AFileThatIsTooLong()
    {
        _profiles.Write("vcpu", ScratchProfiles.Head + new string('#', 256 * 1024));

        Assert.Contains("vcpu.yaml:1:1: error KP004: it is longer than 262144 bytes; split it into fragments", _profiles.Errors());
    }

    [Theory]
    [InlineData("extra.yml")]
    [InlineData("vcpu.YAML")]
    [InlineData("vmm.Yml")]
    public void AFileThatSeemsToBeAProfile(string name)
    {
        File.Copy(_profiles.PathOf("vcpu"), Path.Combine(Path.GetDirectoryName(_profiles.PathOf("vcpu"))!, name));

        Assert.Equal([$"{name}:1:1: error KP117: its name does not end in .yaml, so nothing reads it; rename or remove it"], _profiles.Errors());
    }

    [Fact]
    public void ARuleOfManyConditions()
    {
        string conditions = string.Join(", ", Enumerable.Range(0, 25).Select(value => $"{{index: 0, op: ne, value: {value}}}"));

        Expect(
            $"{ScratchProfiles.Head}rules:\n  - syscall: exit\n    args: [{conditions}]\n    reason: r\n",
            "5:11: error KP004: a rule has at most 24 conditions; join them by in, not_in or masks");
    }

    [Fact]
    public void RulesThatDoNotFitIntoAProgram()
    {
        string values = string.Join(", ", Enumerable.Range(1, 2_000).Select(value => $"0x{(ulong)value << 31:x}"));
        string rule = $"  - syscall: fcntl\n    args: [{{index: 2, op: in, value: [{values}]}}]\n    reason: r\n";

        _profiles.Write("vcpu", $"{ScratchProfiles.Head}rules:\n{rule}");

        Assert.StartsWith("launch.yaml:1:1: error KP110: the rules need", Assert.Single(_profiles.Errors()), StringComparison.Ordinal);
    }

    private void Expect(string text, string expected)
    {
        _profiles.Write("vcpu", text);

        string error = Assert.Single(_profiles.Errors());
        Assert.StartsWith("vcpu.yaml:", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private string[] Places() => [.. _profiles.Errors().Select(error => string.Join(':', error.Split(':').Take(4)))];

    [DllImport("libc")]
    private static extern int mkfifo(string path, uint mode);
}
