using System.Linq;
using System.Text;
using Kiln.CommandLine;
using Kiln.Fuzz.Mutation;
using Kiln.Jailer.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Cgroups;
using Kiln.Jailer.Jail.Specification;
using Kiln.Jailer.Jail.Taps;

namespace Kiln.Fuzz.Targets.Jailer;

/// <summary>The jailer's command line, each argument followed by a NUL, as in /proc/self/cmdline.</summary>
internal sealed class CommandLineTarget : IFuzzTarget
{
    private const string PlantedParent = "quiescent";

    private static readonly (string Name, string? Value)[] _options =
    [
        ("--id", "web-1"), ("--exec-file", "/bin/true"), ("--uid", "1234"), ("--gid", "4321"), ("--chroot-base-dir", "/srv"), ("--netns", "n"), ("--tap", "t0"), ("--tap", "t1,mtu=1500,bridge=br0"),
        ("--resource-limit", "fsize=1"), ("--resource-limit", "no-file=700"), ("--resource-limit", "as=unlimited"), ("--daemonize", null),
        ("--new-pid-ns", null), ("--cgroup", "cpu.shares=2"), ("--cgroup", "io.max=8:0 rbps=1"), ("--cgroup-version", "2"), ("--parent-cgroup", "a/b"),
        ("--parent-cgroup", PlantedParent), ("--log-file", "l"), ("--log-format", "json"), ("--log-level", "info"), ("--seccomp-profiles", "p"),
        ("--seccomp-log", null), ("--no-seccomp", null), ("--node", "0"), ("--dry-run", null),
    ];

    private static readonly string[] _words =
    [
        "--", "-", "@x", "[x]", "a", "0", "4294967295", "4294967296", "no-file=3", "fsize=18446744073709551616", "=", "memory.max=", "cgroup.procs=0", "../x=1",
        ".", "..", "/", "t0,mtu=67", "all", "3", "xml", "debug", "\u0000", "\u001b[2J", "\u202e", "\ud83d\ude00",
    ];

    /// <inheritdoc/>
    public string Name => "jailer-options";

    /// <inheritdoc/>
    public IReadOnlyList<string> Stages => Enum.GetNames<CommandLineStage>();

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        Line("--id", "web-1", "--exec-file", "/bin/true", "--uid", "1234", "--gid", "1234"),
        Line("--id", "a", "--exec-file", "f", "--uid", "0", "--gid", "0", "--resource-limit", "fsize=9", "--resource-limit", "no-file=700", "--", "--no-api"),
        Line("--id", "a", "--exec-file", "f", "--uid", "0", "--gid", "0", "--cgroup", "cpu.shares=2", "--cgroup", "io.max=8:0 rbps=1", "--parent-cgroup", "a/b"),
        Line("--id", "a", "--exec-file", "f", "--uid", "0", "--gid", "0", "--daemonize", "--new-pid-ns", "--log-file", "l", "--log-format", "json", "--netns", "n"),
    ];

    /// <inheritdoc/>
    public IMutator MutatorOf(Random random) => new ArgumentMutator(random, _options, _words);

    /// <inheritdoc/>
    public Observation Run(byte[] input)
    {
        string[] arguments = Encoding.UTF8.GetString(input).Split('\0');
        // These print text, which is tested elsewhere.
        if (arguments.Any(argument => argument is "--help" or "-h" or "--version"))
        {
            return new Observation((int)CommandLineStage.Arguments, ["asked"]);
        }
        CommandLineStage stage = CommandLineStage.Arguments;
        try
        {
            JailerOptions options = JailerCommandLine.Parse(arguments)!;
            stage = CommandLineStage.Options;
            if (InstanceId.ReasonAgainst(options.Id) is { } reason)
            {
                return new Observation((int)stage, [Refusal.Kind(reason)]);
            }
            _ = Limit.ParseAll(options.Limits);
            IReadOnlyList<TapRequest> taps = TapRequest.ParseAll(options.Taps);
            _ = CgroupRequest.From(options.Cgroups, "vmm", options.Id);
            return new Observation((int)CommandLineStage.Values, [$"{options.Limits.Count} {options.Cgroups.Settings.Count} {taps.Count}"]);
        }
        catch (JailerFailure failure)
        {
            return new Observation((int)stage, [Refusal.Kind(failure.Message)]);
        }
    }

    /// <inheritdoc/>
    public bool IsPlanted(byte[] input) => JailerCommandLine.Parse(Encoding.UTF8.GetString(input).Split('\0'))!.Cgroups.Parent is { } parent
        && parent.StartsWith(PlantedParent, StringComparison.Ordinal);

    private static byte[] Line(params string[] arguments) => Encoding.UTF8.GetBytes(string.Join('\0', arguments));
}
