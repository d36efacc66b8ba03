using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail;
using Kiln.Jailer.Jail.Specification;
using Kiln.Jailer.Jail.Steps;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Mounts;

namespace Kiln.WeakJailer;

/// <summary>How a jailer is weaker than the published one.</summary>
/// <param name="Without">The names of the omitted steps.</param>
/// <param name="DiesBefore">The step before which the process is killed, or null.</param>
/// <param name="DiesAfter">The step after which the process is killed, or null.</param>
/// <param name="ListsSteps">Whether the steps are only listed.</param>
internal sealed record Weakness(IReadOnlyList<string> Without, string? DiesBefore, string? DiesAfter, bool ListsSteps)
{
    private const string Separator = "--";

    /// <summary>Parses the options before the jailer's own arguments.</summary>
    /// <exception cref="JailerFailure"/>
    internal static Weakness Parse(string[] arguments, out string[] rest)
    {
        Weakness weakness = new([], null, null, ListsSteps: false);
        for (rest = arguments; ;)
        {
            (weakness, rest) = rest switch
            {
                ["--without", string names, .. string[] more] => (weakness with { Without = [.. weakness.Without, .. names.Split(',')] }, more),
                ["--die-before", string name, .. string[] more] => (weakness with { DiesBefore = name }, more),
                ["--die-after", string name, .. string[] more] => (weakness with { DiesAfter = name }, more),
                ["--steps", .. string[] more] => (weakness with { ListsSteps = true }, more),
                [Separator, ..] => (weakness, rest),
                _ => throw new JailerFailure("write weak-jailer [--without NAME,...] [--die-before NAME] [--die-after NAME] [--steps] -- ARGUMENTS"),
            };
            if (rest is [Separator, .. string[] jailers])
            {
                rest = jailers;
                return weakness;
            }
        }
    }

    /// <summary>Keeps the effects of a missing step, such as a pivot_root without a mount namespace, away from the host's mounts.</summary>
    internal void Contain()
    {
        if (!ListsSteps)
        {
            MountNamespace.Unshare(NamespaceFlags.CLONE_NEWNS);
            MountNamespace.Mount(null, "/", MountFlags.MS_SLAVE | MountFlags.MS_REC);
        }
    }

    /// <summary>Closes inherited descriptors as the jailer does at startup, unless that step is omitted.</summary>
    internal void CloseInherited()
    {
        if (!Without.Contains(nameof(CloseDescriptors)))
        {
            DescriptorTable.CloseFrom(Descriptor.StandardError.Number + 1);
        }
    }

    /// <summary>Applies this weakness to a plan.</summary>
    /// <exception cref="JailerFailure">The plan has no step of a given name.</exception>
    internal JailPlan Of(JailPlan plan)
    {
        string[] names = [.. plan.Steps.Select(NameOf)];
        foreach (string? name in (string?[])[.. Without, DiesBefore, DiesAfter])
        {
            if (name is not null && !names.Contains(name))
            {
                throw new JailerFailure($"no step is called {name}; they are {string.Join(' ', names)}");
            }
        }
        return new JailPlan([.. plan.Steps.SelectMany(Weaken)]);
    }

    /// <summary>The names of a plan's steps, one per line.</summary>
    internal static string ListOf(JailPlan plan) => string.Concat(plan.Steps.Select(step => $"{NameOf(step)}\n"));

    private static string NameOf(IJailStep step) => step.GetType().Name;

    private IEnumerable<IJailStep> Weaken(IJailStep step)
    {
        if (DiesBefore == NameOf(step))
        {
            yield return new Die();
        }
        if (!Without.Contains(NameOf(step)))
        {
            yield return step;
        }
        else if (step is PivotRoot)
        {
            yield return new ForgetfulChroot();
        }
        if (DiesAfter == NameOf(step))
        {
            yield return new Die();
        }
    }
}
