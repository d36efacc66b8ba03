using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Kiln.Linux.Abi;
using Kiln.Linux.Processes;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Seccomp.Generation;
using Kiln.Vmm.Foundation;

namespace Kiln.Probes.KernelAgreement;

/// <summary>Puts calls to the kernel under all programs that a thread carries.</summary>
internal static unsafe class StackQuestions
{
    /// <summary>Prints the outcome of each call.</summary>
    /// <param name="questions">A file: for each call a line of the thread's last program, the call's number and its six arguments.</param>
    internal static int Print(string path, string questions)
    {
        if (!FilterSet.TryRead(File.ReadAllBytes(path), out FilterSet? set, out string? error))
        {
            throw new InvalidOperationException(error);
        }
        Dictionary<string, sock_filter[][]> stacks = FilterProfiles.All.ToArray().ToDictionary(
            FilterProfiles.NameOf, profile => FilterProfiles.StackOf(profile).Select(program => set.Program(program).ToArray()).ToArray());
        ProcessControl.Dumpable = false;
        ProcessControl.SetNoNewPrivileges();
        TrialChild.CatchSignal();
        using SharedRecords records = new(1);
        using CompatibleCall compatible = new();
        using KernelTrial trial = new(compatible, records[0]);
        StringBuilder outcomes = new();
        foreach (string[] question in File.ReadLines(questions).Select(line => line.Split(' ')))
        {
            Call call = new(
                int.Parse(question[1], CultureInfo.InvariantCulture),
                AuditArchitecture.AUDIT_ARCH_X86_64,
                [.. question[2..].Select(value => ulong.Parse(value, CultureInfo.InvariantCulture))]);
            trial.Start(call, stacks[question[0]]);
            outcomes.Append(trial.Wait(call)).Append('\n');
        }
        Message.Output(outcomes.ToString());
        return 0;
    }
}
