using Kiln.Jailer.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail;
using Kiln.Jailer.Jail.Specification;
using Kiln.Jailer.Jail.Steps;
using Kiln.Jailer.Logging;
using Kiln.Jailer.ProfileCommands;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;

namespace Kiln.Jailer;

/// <summary>The jailer's entry: everything wrong is found before anything is done, then the plan runs to its end, which is another program, here or in a child.</summary>
internal static class Program
{
    // Ends at once: after a failed execve the filter has no room for what a runtime does at its end.
    private static void Main(string[] arguments) => SignalSafe.Exit(Run(arguments));

    private static int Run(string[] arguments)
    {
        try
        {
            // Before a file is opened, so that none of ours can lie among those of the caller, or where the monitor looks for its filters.
            DescriptorTable.CloseFrom(Descriptor.StandardError.Number + 1);
            DescriptorTable.FillTo(PlaceFilterSet.Number);
            if (arguments is [ProfileCommandLine.Word, .. string[] rest])
            {
                return ProfileCommandLine.Run(rest);
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
            HostRequirements.Check();
            plan.Run(log);
            return ExitStatus.Success;
        }
        catch (Exception exception) when (exception is JailerFailure or LinuxException)
        {
            log.Error(exception);
            return ExitStatus.Failure;
        }
    }
}
