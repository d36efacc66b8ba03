using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kiln.Integration.Tests.Harness;
using Kiln.ProfileCommands.Why;
using Kiln.Profiles;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;
using Kiln.Testing.Harness;
using Kiln.Testing.Seccomp.Generation;
using Xunit;

namespace Kiln.Integration.Tests.Review;

/// <summary>What <c>why</c> says of a call is what the kernel does to it, and the line that it names is the one that decides.</summary>
[Collection(BusyCollection.Name)]
public sealed class WhyAgreementTests(ITestOutputHelper output) : IDisposable
{
    private const int Questions = 10_000;

    // Linux plants these two in programs that it traces, and asks no filter about them.
    private static readonly int[] _unfiltered = [335, 336];

    // getpid and gettid are executed, under the oracle's guard; every other allowed call fails with ENOSYS instead.
    private static readonly int[] _made = [39, 186];

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-why-").FullName;
    private readonly ProfileLibrary _library = new(new DirectorySource(Artifacts.Profiles));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TenThousandCallsBecomeWhatTheAnswerSays()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        FilterSet set = Compile();
        CallQuestion[] questions = [.. Ask(new Random(seed)).Take(Questions)];

        string[] outcomes = Kernel(set: Path.Combine(_folder, "set"), questions);

        int permitted = 0;
        Assert.Equal(Questions, outcomes.Length);
        foreach ((CallQuestion question, string outcome) in questions.Zip(outcomes))
        {
            StackAnswer answer = StackAnswer.To(question, set, _library);
            SyscallData call = question.Data;
            foreach (ProgramAnswer program in answer.Answers)
            {
                RuleSet rules = _library.RulesOf(program.Program);
                Assert.Equal(rules.Decide(in call), program.Action);
                Assert.Equal(rules.RuleFor(in call)?.Origin ?? rules.DefaultOrigin, program.Rule.Place);
            }
            Assert.Equal((question.ToString(), Expected(answer)), (question.ToString(), outcome));
            permitted += answer.Decisive.Action.Permits ? 1 : 0;
        }
        output.WriteLine($"{permitted} of {Questions} are made");
        Assert.InRange(permitted, Questions / 10, Questions * 9 / 10);
    }

    // The control: a program that is not the one that the answer is about.
    [Fact]
    public void AKernelWithOtherProgramsIsFound()
    {
        FilterSet set = Compile();
        ChangedProfiles.Write(_folder, "vcpu", "value: KVM_RUN,", "value: KVM_NMI,");
        Assert.Equal(0, RunningProgram.Run(Artifacts.Jailer, "profile", "compile", _folder, "--output", Path.Combine(_folder, "other")).Status);
        CallQuestion question = CallQuestion.Of(["vcpu", "ioctl", "9", "KVM_RUN"]);

        Assert.Equal([Expected(StackAnswer.To(question, set, _library))], Kernel(Path.Combine(_folder, "set"), [question]));
        Assert.NotEqual([Expected(StackAnswer.To(question, set, _library))], Kernel(Path.Combine(_folder, "other"), [question]));
    }

    // In launch and setup, which include all others, some rules say what another one says before them.
    [Fact]
    public void EveryRuleIsReachedByAQuestionWhoseLineIsRight()
    {
        HashSet<RuleOrigin> all = [];
        HashSet<RuleOrigin> reached = [];
        foreach (FilterProfile profile in FilterProfiles.All)
        {
            RuleSet rules = _library.RulesOf(profile);
            foreach (SyscallRule rule in rules.Rules)
            {
                all.Add(rule.Origin);
                if (Witness(rules, rule) is not { } arguments)
                {
                    continue;
                }
                ProgramResult result = RunningProgram.Run(
                    Artifacts.Jailer,
                    ["profile", "why", "--format", "json", FilterProfiles.NameOf(profile), SyscallTable.NameOf(rule.Number)!, .. arguments.Select(value => $"0x{value:x}")]);

                using JsonDocument json = JsonDocument.Parse(result.Output);
                JsonElement own = json.RootElement.GetProperty("programs")[0];
                Assert.Equal(
                    ($"{rule.Origin.Profile}.yaml", rule.Origin.Line, rule.Origin.Column, rule.Action.ToString()),
                    (own.GetProperty("file").GetString(), own.GetProperty("line").GetInt32(), own.GetProperty("column").GetInt32(), own.GetProperty("action").GetString()));
                reached.Add(rule.Origin);
            }
        }
        output.WriteLine($"{reached.Count} rules");
        Assert.InRange(reached.Count, 80, 1000);
        Assert.Empty(all.Except(reached));
    }

    private static IEnumerable<CallQuestion> Ask(Random random)
    {
        ProfileLibrary library = new(new DirectorySource(Artifacts.Profiles));
        RandomCalls calls = new(random);
        FilterProfile[] profiles = FilterProfiles.All.ToArray();
        while (true)
        {
            // Near rules of any program, so that one that another thread may make is among them.
            RuleSet near = library.RulesOf(profiles[random.Next(profiles.Length)]);
            Call call = calls.Near(near);
            if (call.Number is >= 0 and < 470 && !_unfiltered.Contains(call.Number))
            {
                yield return new CallQuestion(profiles[random.Next(profiles.Length)], call.Number, call.Arguments);
            }
        }
    }

    private static string Expected(StackAnswer answer) => answer.Decisive.Action switch
    {
        { Permits: true } when _made.Contains(answer.Question.Number) => "Made",
        { Permits: true } => "Failed with ENOSYS",
        { Action: SeccompAction.SECCOMP_RET_ERRNO } action => $"Failed with {new Kiln.Linux.Errors.Errno(action.Data).Name}",
        { Action: SeccompAction.SECCOMP_RET_TRAP } action => $"Trapped with {action.Data}",
        _ => "Killed",
    };

    private static ulong[]? Witness(RuleSet rules, SyscallRule rule)
    {
        for (int attempt = 0; attempt < 64; attempt++)
        {
            ulong[] arguments = [.. Enumerable.Repeat(0x1234ul + (ulong)attempt, 6)];
            foreach (ArgumentCondition condition in rule.Conditions)
            {
                arguments[condition.Index] = condition.Matches(arguments[condition.Index])
                    ? arguments[condition.Index]
                    : condition.Values[attempt % condition.Values.Count];
            }
            SyscallData call = new(rule.Number, (uint)AuditArchitecture.AUDIT_ARCH_X86_64, 0, arguments);
            if (rules.RuleFor(in call)?.Origin == rule.Origin)
            {
                return arguments;
            }
        }
        return null;
    }

    private FilterSet Compile()
    {
        string path = Path.Combine(_folder, "set");
        Assert.Equal(0, RunningProgram.Run(Artifacts.Jailer, "profile", "compile", "--output", path).Status);
        Assert.True(FilterSet.TryRead(File.ReadAllBytes(path), out FilterSet? set, out string? error), error);
        return set;
    }

    private string[] Kernel(string set, CallQuestion[] questions)
    {
        string file = Path.Combine(_folder, "questions");
        File.WriteAllLines(file, questions.Select(question =>
            string.Create(CultureInfo.InvariantCulture, $"{FilterProfiles.NameOf(question.Program)} {question.Number} {string.Join(' ', question.Arguments)}")));
        using RunningProgram probe = RunningProgram.Start(Artifacts.Probe, "agree", "stack", set, file);
        // A process for each question.
        ProgramResult result = probe.WaitForEnd(TimeSpan.FromMinutes(3));
        Assert.Equal((0, ""), (result.Status, result.Error));
        return result.Output.TrimEnd('\n').Split('\n');
    }
}
