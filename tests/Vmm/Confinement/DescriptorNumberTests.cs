using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;
using Kiln.Testing.Harness;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation;
using Xunit;

namespace Kiln.Vmm.Tests.Confinement;

/// <summary>The numbers of descriptors in the code are those in the profiles: by name, and by what the filters let through, asked number by number.</summary>
public sealed partial class DescriptorNumberTests
{
    private const int Asked = 320;
    private const ulong StandardError = 2;

    private static readonly FilterSet _set = FilterSetSource.Embedded;

    private static readonly string _constants = File.ReadAllText(Path.Combine(Artifacts.Root, "seccomp-profiles/descriptors.yaml"));

    [Fact]
    public void EveryNameOfTheProfilesIsANumberOfTheCode() => Assert.Equal(
        new Dictionary<string, (int First, int Last)>
        {
            ["STANDARD_INPUT"] = (0, 0),
            ["STANDARD_OUTPUT"] = (1, 1),
            ["STANDARD_ERROR"] = (2, 2),
            ["READINESS"] = (DescriptorNumbers.Readiness, DescriptorNumbers.Readiness),
            ["REPORT"] = (DescriptorNumbers.Report, DescriptorNumbers.Report),
            ["PLACEHOLDER"] = (DescriptorNumbers.Placeholder, DescriptorNumbers.Placeholder),
            ["SNAPSHOT_FILE"] = (DescriptorNumbers.FirstSnapshotFile, DescriptorNumbers.LastSnapshotFile),
            ["DRIVE_FILE"] = (DescriptorNumbers.FirstDrive, DescriptorNumbers.LastDrive),
            ["EVENTS"] = (DescriptorNumbers.Events, DescriptorNumbers.Events),
            ["CONSOLE"] = (DescriptorNumbers.Console, DescriptorNumbers.Console),
            ["LOG"] = (DescriptorNumbers.Log, DescriptorNumbers.Log),
            ["METRICS"] = (DescriptorNumbers.Metrics, DescriptorNumbers.Metrics),
            ["TAP"] = (DescriptorNumbers.FirstTap, DescriptorNumbers.LastTap),
            ["EVENTFD"] = (DescriptorNumbers.FirstEventFd, DescriptorNumbers.LastEventFd),
        },
        Constant().Matches(_constants).ToDictionary(
            match => match.Groups["name"].Value,
            match => match.Groups["value"] is { Success: true } value
                ? (Parse(value), Parse(value))
                : (Parse(match.Groups["first"]), Parse(match.Groups["last"]))));

    // The pattern above sees every entry.
    [Fact]
    public void TheNamesAreAllRead() => Assert.Equal(
        _constants.Split('\n').Count(line => line.StartsWith("  - ", StringComparison.Ordinal)), Constant().Count(_constants));

    [Fact]
    public void TheNumbersFollowOneAnother() => Assert.Equal(
        Enumerable.Range(DescriptorNumbers.Placeholder, DescriptorNumbers.LastEventFd - DescriptorNumbers.Placeholder + 1),
        [
            DescriptorNumbers.Placeholder,
            .. Enumerable.Range(DescriptorNumbers.FirstSnapshotFile, DescriptorNumbers.LastSnapshotFile - DescriptorNumbers.FirstSnapshotFile + 1),
            .. Enumerable.Range(DescriptorNumbers.FirstDrive, DescriptorNumbers.LastDrive - DescriptorNumbers.FirstDrive + 1),
            DescriptorNumbers.Events, DescriptorNumbers.Console, DescriptorNumbers.Log, DescriptorNumbers.Metrics,
            .. Enumerable.Range(DescriptorNumbers.FirstTap, DescriptorNumbers.LastTap - DescriptorNumbers.FirstTap + 1),
            .. Enumerable.Range(DescriptorNumbers.FirstEventFd, DescriptorNumbers.LastEventFd - DescriptorNumbers.FirstEventFd + 1),
        ]);

    // Eight bytes are what an eventfd takes; a guest could write as many to its disk.
    [Theory]
    [InlineData(FilterProfile.Api, DescriptorNumbers.Log, DescriptorNumbers.Log)]
    [InlineData(FilterProfile.Vcpu, DescriptorNumbers.FirstEventFd, DescriptorNumbers.FirstEventFd)]
    public void EightBytesAreWrittenToEventfdsAndTheLog(FilterProfile profile, int first, int last) => Assert.Equal(
        [StandardError, .. Range(first, last).Union(Range(DescriptorNumbers.FirstEventFd, DescriptorNumbers.LastEventFd))],
        Allowed(profile, "write", number => [number, 0, 8]));

    [Fact]
    public void OnlyThePlaceholderIsPutAtAnyNumber()
    {
        Assert.Equal([(ulong)DescriptorNumbers.Placeholder], Allowed(FilterProfile.Vmm, "dup3", number => [number, 100, 0x80000]));
        Assert.Empty(Allowed(FilterProfile.Api, "dup3", number => [number, 100, 0x80000]));
        Assert.Empty(Allowed(FilterProfile.Vcpu, "dup3", number => [number, 100, 0x80000]));
    }

    [Theory]
    [InlineData("preadv")]
    [InlineData("pwritev")]
    [InlineData("fdatasync")]
    public void TheVmmThreadUsesDrivesFilesAtTheirNumbers(string call) =>
        Assert.Equal(Range(DescriptorNumbers.FirstDrive, DescriptorNumbers.LastDrive), Allowed(FilterProfile.Vmm, call, number => [number, 0, 1]));

    [Theory]
    [InlineData("pwrite64")]
    [InlineData("ftruncate")]
    [InlineData("fsync")]
    public void TheVmmThreadWritesSnapshotsAtTheirNumbers(string call) => Assert.Equal(
        Range(DescriptorNumbers.FirstSnapshotFile, DescriptorNumbers.LastSnapshotFile), Allowed(FilterProfile.Vmm, call, number => [number, 0, 1]));

    [Theory]
    [InlineData("readv", 257)]
    [InlineData("writev", 256)]
    public void TheVmmThreadUsesTapsAtTheirNumbers(string call, ulong segments)
    {
        Assert.Equal(Range(DescriptorNumbers.FirstTap, DescriptorNumbers.LastTap), Allowed(FilterProfile.Vmm, call, number => [number, 0, segments]));
        Assert.Empty(Allowed(FilterProfile.Vmm, call, number => [number, 0, segments + 1]));
    }

    [Fact]
    public void FilesOfSnapshotsDrivesAndOutputsGoToTheirNumbers() => Assert.Equal(
        [
            .. Range(DescriptorNumbers.FirstSnapshotFile, DescriptorNumbers.LastDrive),
            DescriptorNumbers.Console, DescriptorNumbers.Log, DescriptorNumbers.Metrics,
        ],
        Allowed(FilterProfile.Vmm, "dup3", number => [7, number, 0x80000]));

    // Eight bytes are what an eventfd takes. To a tap the vmm thread writes frames of one buffer.
    [Fact]
    public void TheVmmThreadWritesOutputsAndTapsAtTheirNumbers()
    {
        ulong[] outputs = [StandardError, DescriptorNumbers.Readiness, .. Range(DescriptorNumbers.Events, DescriptorNumbers.LastTap)];

        Assert.Equal(outputs, Allowed(FilterProfile.Vmm, "write", number => [number, 0, 100]));
        Assert.Equal(
            [.. outputs, .. Range(DescriptorNumbers.FirstEventFd, DescriptorNumbers.LastEventFd)], Allowed(FilterProfile.Vmm, "write", number => [number, 0, 8]));
    }

    [Fact]
    public void TheApiThreadWritesTheLog() => Assert.Equal(
        [StandardError, (ulong)DescriptorNumbers.Log],
        Allowed(FilterProfile.Api, "write", number => [number, 0, 100]));

    private static int Parse(Group number) => int.Parse(number.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("name: (?<name>[A-Z_]+), (value: (?<value>[0-9]+)|first: (?<first>[0-9]+), last: (?<last>[0-9]+)), means: ")]
    private static partial Regex Constant();

    private static ulong[] Range(int first, int last) => [.. Enumerable.Range(first, last - first + 1).Select(number => (ulong)number)];

    private static ulong[] Allowed(FilterProfile profile, string call, Func<ulong, ulong[]> arguments) =>
    [
        .. Enumerable.Range(0, Asked).Select(number => (ulong)number).Where(number => BpfInterpreter.Run(
            _set.Program(profile), new SyscallData(SyscallTable.NumberOf(call)!.Value, (uint)AuditArchitecture.AUDIT_ARCH_X86_64, 0, arguments(number))) == FilterAction.Allow),
    ];
}
