using Kiln.Jailer.CommandLine;
using Kiln.Jailer.Companion;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail;
using Kiln.Jailer.Jail.Specification;
using Kiln.Jailer.Jail.Steps;
using Kiln.Jailer.Logging;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;

namespace Kiln.Jailer;

/// <summary>
/// The entry point: validates everything before changing anything, then runs the plan, whose last step executes the monitor, here or in a child.
/// </summary>
internal static class Program
{
    // Exits at once: after a failed execve the filter does not allow the calls of the runtime's shutdown.
    private static void Main(string[] arguments) => SignalSafe.Exit(Run(arguments));

    private static int Run(string[] arguments)
    {
        try
        {
            // A limit of files' sizes that the caller has set is then an error with its line, instead of a death half-way. The monitor takes the signal.
            SignalDisposition.Ignore(Signal.SIGXFSZ);
            // Before any file is opened, so that none of ours mixes with the caller's or takes the descriptor of the monitor's filter set.
            InheritedDescriptors.Close(arguments);
            DescriptorTable.FillTo(PlaceFilterSet.Number);
            if (arguments is [ProfileProgram.Word, .. string[] rest])
            {
                ProfileProgram.Become(rest);
            }
            if (JailerCommandLine.Parse(arguments) is not { } options)
            {
                return ExitStatus.Success;
            }
            using JailerLog log = JailerLog.Open(options.Log, options.Id);
            return Build(options, log);
        }
        catch (Exception exception) when (exception is JailerFailure or LinuxException)
        {
            JailerLog.OnStandardError.Error(exception);
            return ExitStatus.Failure;
        }
    }

    private static int Build(JailerOptions options, JailerLog log)
    {
        try
        {
            using JailSpec spec = JailSpec.From(options, log);
            JailPlan plan = JailPlan.For(spec);
            if (options.DryRun)
            {
                Output.Write(Descriptor.StandardOutput, plan.ToString());
                return ExitStatus.Success;
            }
            HostRequirements.Check(spec);
            return plan.Run(log);
        }
        catch (Exception exception) when (exception is JailerFailure or LinuxException)
        {
            log.Error(exception);
            return ExitStatus.Failure;
        }
    }
}
