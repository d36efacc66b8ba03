using System.Text;
using Kiln.Jailer.CommandLine;
using Kiln.Jailer.Jail;
using Kiln.Jailer.Jail.Steps;
using Kiln.Jailer.Logging;
using Kiln.Jailer.ProfileCommands;
using Kiln.Linux;

namespace Kiln.Jailer;

/// <summary>The jailer's entry: everything wrong is found before anything is done, then the plan runs to its end, which is another program, here or in a child.</summary>
internal static class Program
{
    /// <summary>The status of what was done.</summary>
    internal const int Success = 0;

    /// <summary>The status of what could not be done.</summary>
    internal const int Failure = 1;

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
                return Success;
            }
            using JailerLog log = JailerLog.Open(options.Log, options.Id);
            return Build(options, log);
        }
        catch (Exception exception) when (exception is JailerFailure or LinuxException)
        {
            JailerLog.OnStandardError.Error(exception);
            return Failure;
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
                Write(Descriptor.StandardOutput, plan.ToString());
                return Success;
            }
            HostRequirements.Check();
            plan.Run(log);
            return Success;
        }
        catch (Exception exception) when (exception is JailerFailure or LinuxException)
        {
            log.Error(exception);
            return Failure;
        }
    }

    /// <summary>Writes text without the runtime's console.</summary>
    internal static void Write(Descriptor descriptor, string text)
    {
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(text);
        while (!rest.IsEmpty && descriptor.Write(rest) is { Failed: false } written)
        {
            rest = rest[written.Count..];
        }
    }
}
