using Kiln.Jailer.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail;
using Kiln.Jailer.Jail.Specification;
using Kiln.Jailer.Jail.Steps;
using Kiln.Jailer.Logging;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;

namespace Kiln.WeakJailer;

/// <summary>
/// The jailer with named steps omitted, or killed at one: <c>weak-jailer [--without NAME,NAME] [--die-before NAME | --die-after NAME] --
/// JAILER'S ARGUMENTS</c>; <c>weak-jailer --steps -- JAILER'S ARGUMENTS</c> lists the names of a plan's steps, one per line. An attempt that
/// fails in a proper jail and succeeds in a weak one shows which step stopped it, and that the test can detect success.
/// </summary>
internal static class Program
{
    private static void Main(string[] arguments) => SignalSafe.Exit(Run(arguments));

    private static int Run(string[] arguments)
    {
        try
        {
            Weakness weakness = Weakness.Parse(arguments, out string[] rest);
            weakness.Contain();
            weakness.CloseInherited();
            DescriptorTable.FillTo(PlaceFilterSet.Number);
            if (JailerCommandLine.Parse(rest) is not { } options)
            {
                return ExitStatus.Success;
            }
            using JailerLog log = JailerLog.Open(options.Log, options.Id);
            using JailSpec spec = JailSpec.From(options, log);
            JailPlan plan = weakness.Of(JailPlan.For(spec));
            if (weakness.ListsSteps)
            {
                Output.Write(Descriptor.StandardOutput, Weakness.ListOf(plan));
                return ExitStatus.Success;
            }
            HostRequirements.Check(spec);
            plan.Run(log);
            return ExitStatus.Success;
        }
        catch (Exception exception) when (exception is JailerFailure or LinuxException or InvalidOperationException)
        {
            Output.Write(Descriptor.StandardError, $"weak-jailer: {exception.Message}\n");
            return ExitStatus.Failure;
        }
    }
}
