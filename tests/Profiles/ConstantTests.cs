using System.Linq;
using System.Runtime.InteropServices;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Xunit;

namespace Kiln.Profiles.Tests;

/// <summary>Named constants: rules mean the same as with numbers, and every mistake is reported in one line with its place and remedy.</summary>
public sealed class ConstantTests : IDisposable
{
    private readonly ScratchProfiles _profiles = new();

    public static TheoryData<string, string> Equal => new()
    {
        { "{index: 0, is: SOME}", "{index: 0, op: ge, value: 43, width: 32}, {index: 0, op: le, value: 59, width: 32}" },
        { "{index: 2, is: ONE}", "{index: 2, op: eq, value: 1, width: 32}" },
        { "{index: 1, is: [TWO, ONE]}", "{index: 1, op: in, value: [1, 2], width: 32}" },
    };

    // The entries of the file from line 3 on, and the expected message.
    public static TheoryData<string, string> WrongFiles => new()
    {
        { "- {name: some, value: 1, means: m}", "numbers.yaml:3:12: error KP103: a constant's name is 'some'; capitals, digits and _ are expected, as DRIVE_FILE" },
        { "- {name: 1ST, value: 1, means: m}", "numbers.yaml:3:12: error KP103" },
        { "- {name: PROT_READ, value: 1, means: m}", "numbers.yaml:3:12: error KP122: PROT_READ is a constant of C, which rules mean by it; take another name" },
        { "- {name: SOME, value: 1, means: m}\n  - {name: SOME, value: 2, means: m}", "numbers.yaml:4:12: error KP115: the name SOME is there twice; keep one" },
        {
            "- {name: SOME, first: 4, last: 6, means: m}\n  - {name: ONE, value: 5, means: m}",
            "numbers.yaml:4:12: error KP115: ONE has a number that is SOME already; give each number one name"
        },
        { "- {name: SOME, value: 0x100000000, means: m}", "numbers.yaml:3:25: error KP112: '0x100000000' needs more than 32 bits, which are all that" },
        { "- {name: SOME, first: 1, last: 0x100000000, means: m}", "numbers.yaml:3:34: error KP112" },
        { "- {name: SOME, value: PROT_READ, means: m}", "numbers.yaml:3:25: error KP103: value is 'PROT_READ'; a number is expected" },
        { "- {name: SOME, first: 2, last: 2, means: m}", "numbers.yaml:3:34: error KP106: 2 to 2 is no range, or every number; for one number write 'value'" },
        { "- {name: SOME, first: 0, last: 0xFFFFFFFF, means: m}", "numbers.yaml:3:34: error KP106" },
        { "- {name: SOME, value: 1, first: 1, means: m}", "numbers.yaml:3:28: error KP101: unknown key 'first'; known here: name, value, means" },
        { "- {name: SOME, first: 1, means: m}", "numbers.yaml:3:5: error KP102: the key 'last' is missing" },
        { "- {name: SOME, last: 1, means: m}", "numbers.yaml:3:5: error KP102: the key 'value' is missing" },
        { "- {name: SOME, value: 1}", "numbers.yaml:3:5: error KP102: the key 'means' is missing" },
        { "- {name: SOME, value: 1, means: \u00fc}", "numbers.yaml:3:35: error KP103: means is more than 80 letters, or not all ASCII" },
        { "- SOME", "numbers.yaml:3:5: error KP103: a constant is 'SOME'; a mapping is expected" },
    };

    public static TheoryData<string, string> WrongUses => new()
    {
        { "{index: 0, is: SOMME}", "vcpu.yaml:6:27: error KP105: 'SOMME' is no name of a file of constants that the profile includes; near it: SOME, ONE, TWO" },
        { "{index: 0, is: [ONE, ONE]}", "vcpu.yaml:6:33: error KP115: the list has 'ONE' twice; keep one" },
        { "{index: 0, is: [ONE, SOME]}", "vcpu.yaml:6:33: error KP103: SOME is a range, which a list cannot hold; write a rule for it alone" },
        { "{index: 0, is: []}", "vcpu.yaml:6:27: error KP107: is is empty" },
        { "{index: 0, is: ONE, width: 32}", "vcpu.yaml:6:32: error KP101: unknown key 'width'; known here: index, is" },
        { "{index: 6, is: ONE}", "vcpu.yaml:6:20: error KP103: index is 0 to 5" },
        { "{is: ONE}", "vcpu.yaml:6:12: error KP102: the key 'index' is missing" },
        { "{index: 0, op: eq, value: ONE}", "vcpu.yaml:6:38: error KP105: 'ONE' is neither a number of at most 64 bits nor a constant" },
    };

    public void Dispose() => _profiles.Dispose();

    [Theory]
    [MemberData(nameof(Equal))]
    public void ANameIsCompiledToWhatItsNumbersAre(string named, string numbers)
    {
        byte[] ofNames = Program(named);

        Assert.Equal(Program(numbers), ofNames);
        Assert.NotEqual(Program("{index: 0, op: eq, value: 77, width: 32}"), ofNames);
    }

    [Theory]
    [InlineData("first: 60, last: 4294967295", Comparison.GreaterOrEqual, 60)]
    [InlineData("first: 0, last: 59", Comparison.LessOrEqual, 59)]
    public void ABoundThatEveryNumberSatisfiesIsLeftOut(string range, Comparison comparison, ulong value)
    {
        WriteRule("{index: 0, is: SOME}");
        _profiles.Write("numbers", $"constants: numbers\nnames: [{{name: SOME, {range}, means: m}}]\n");
        _profiles.Write("launch", "profile: launch\ndefault: trap\ninclude: [setup]\n");

        ArgumentCondition condition = Assert.Single(_profiles.Rules(FilterProfile.Vcpu).Rules[0].Conditions);
        Assert.Equal((comparison, value, ArgumentWidth.Bits32), (condition.Comparison, condition.Values[0], condition.Width));
    }

    [Fact]
    public void AConditionKeepsTheWords()
    {
        WriteRule("{index: 0, is: SOME}, {index: 1, is: [TWO, ONE]}, {index: 2, is: ONE}, {index: 3, op: eq, value: 1}");

        IReadOnlyList<ArgumentCondition> conditions = _profiles.Rules(FilterProfile.Vcpu).Rules[0].Conditions;

        Assert.Equal(["some file", "some file", "the two or the one", "the one", null], conditions.Select(condition => condition.Words));
    }

    [Theory]
    [MemberData(nameof(WrongFiles))]
    public void AWrongFileIsOneErrorThere(string entries, string expected)
    {
        WriteRule("{index: 0, is: SOME}");
        _profiles.Write("numbers", $"constants: numbers\nnames:\n  {entries}\n");

        Assert.StartsWith(expected, Assert.Single(_profiles.Errors()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("constants: others\nnames: [{name: ONE, value: 1, means: m}]", "numbers.yaml:1:12: error KP108: the file is 'numbers.yaml' but the constants are 'others'")]
    [InlineData("constants: numbers\nnames: []", "numbers.yaml:2:8: error KP107: names is empty")]
    [InlineData("constants: numbers", "numbers.yaml:1:1: error KP102: the key 'names' is missing")]
    [InlineData("constants: numbers\nnames: [{name: ONE, value: 1, means: m}]\nrules: []", "numbers.yaml:3:1: error KP101: unknown key 'rules'; known here: constants, names")]
    public void AWrongHeadIsAnErrorThere(string text, string expected)
    {
        WriteRule("{index: 0, is: ONE}");
        _profiles.Write("numbers", text + "\n");

        Assert.StartsWith(expected, Assert.Single(_profiles.Errors()), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(WrongUses))]
    public void AWrongUseIsAnErrorInTheProfile(string condition, string expected)
    {
        WriteRule(condition);

        Assert.StartsWith(expected, Assert.Single(_profiles.Errors()), StringComparison.Ordinal);
    }

    [Fact]
    public void ANameThatNoRuleUsesIsAnError()
    {
        _profiles.Write("numbers", ScratchProfiles.Numbers + "  - {name: SPARE, value: 7, means: m}\n");
        _profiles.Write("launch", ScratchProfiles.UseOfNumbers);

        Assert.Equal(["numbers.yaml:6:12: error KP123: no rule uses SPARE; remove it, or name it in a rule by 'is'"], _profiles.Errors());
    }

    [Fact]
    public void AFileThatNoProfileIncludesIsAnError()
    {
        _profiles.Write("numbers", ScratchProfiles.Numbers);

        Assert.StartsWith("numbers.yaml:1:1: error KP117: no program includes this profile", Assert.Single(_profiles.Errors()), StringComparison.Ordinal);
    }

    // A reader finds every name in a file that this file itself includes.
    [Fact]
    public void NamesAreNotHandedOn()
    {
        _profiles.Write("numbers", ScratchProfiles.Numbers);
        _profiles.Write("launch", ScratchProfiles.UseOfNumbers);
        _profiles.Write("vcpu", ScratchProfiles.Head + "include: [inner]\nrules:\n  - syscall: write\n    args: [{index: 0, is: ONE}]\n    reason: r\n");
        _profiles.Write("inner", "profile: inner\ndefault: trap\ninclude: [numbers]\nrules:\n  - syscall: read\n    args: [{index: 0, is: ONE}]\n    reason: r\n");

        Assert.Equal(
            ["vcpu.yaml:6:27: error KP105: 'ONE' is no name of a file of constants that the profile includes; it includes none"], _profiles.Errors());
    }

    [Fact]
    public void TwoFilesCannotHaveOneName()
    {
        _profiles.Write("numbers", ScratchProfiles.Numbers);
        _profiles.Write("more", "constants: more\nnames: [{name: ONE, value: 9, means: m}]\n");
        _profiles.Write("launch", ScratchProfiles.UseOfNumbers.Replace("numbers]", "numbers, more]", StringComparison.Ordinal));

        Assert.Equal(
            ["launch.yaml:3:27: error KP115: two files of constants that the profile includes have ONE; keep one"],
            _profiles.Errors().Where(error => !error.Contains("KP123", StringComparison.Ordinal)));
    }

    // The file has the name of a program.
    [Fact]
    public void AProgramIsNoFileOfConstants()
    {
        _profiles.Write("runtime", "constants: runtime\nnames: [{name: ONE, value: 9, means: m}]\n");

        Assert.Contains(_profiles.Errors(), error => error.StartsWith("runtime.yaml:1:1: error KP101: unknown key 'constants'", StringComparison.Ordinal));
    }

    private byte[] Program(string conditions)
    {
        WriteRule(conditions);
        ProfileCompilation compilation = _profiles.Compile();
        Assert.Empty(compilation.Diagnostics);
        Assert.True(FilterSet.TryRead(compilation.FilterSet!, out FilterSet? set, out string? error), error);
        return MemoryMarshal.AsBytes(set.Program(FilterProfile.Vcpu)).ToArray();
    }

    private void WriteRule(string conditions)
    {
        _profiles.Write("numbers", ScratchProfiles.Numbers);
        _profiles.Write("launch", ScratchProfiles.UseOfNumbers);
        _profiles.Write(
            "vcpu", ScratchProfiles.Head + $"include: [numbers]\nrules:\n  - syscall: fcntl\n    args: [{conditions}]\n    reason: r\n");
    }
}
