using Kiln.Linux.Errors;
using Kiln.Seccomp.Container;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Process.CommandLine;

namespace Kiln.Vmm.Process;

/// <summary>Entry point of the monitor.</summary>
internal static class Program
{
    private static void Main(string[] arguments) => Run(arguments).Make();

    private static ProcessEnd Run(string[] arguments)
    {
        try
        {
            ProcessGuard.Raise();
            JailerDescriptors.ListenFor(arguments);
            // Under a jailer, filters are installed before any input is read; without one the command line selects them.
            ThreadFilters? jailers = FilterSetSource.FromJailer() is { } set ? Confine(set, JailerDescriptors.NumbersIn(arguments)) : null;
            if (jailers is null)
            {
                UnjailedProcess.FillStandardStreams();
            }
            if (arguments is [CheckConfigCommand.Name, .. string[] rest])
            {
                CheckConfigCommand.Run(rest);
                return new ProcessEnd(ExitCode.Ok);
            }
            if (arguments is [SnapshotCheckCommand.Group, .. string[] others])
            {
                return new ProcessEnd(SnapshotCheckCommand.Parse(others) is { } check ? Run(check, jailers) : ExitCode.Ok);
            }
            if (VmmCommandLine.Parse(arguments) is not { } options)
            {
                return new ProcessEnd(ExitCode.Ok);
            }
            string[] warnings = jailers is null ? [] : [.. options.Filters.InVain];
            foreach (string warning in warnings)
            {
                Message.Error($"WARNING: {warning}");
            }
            if (jailers is null)
            {
                UnjailedProcess.Confine();
                DescriptorNumbers.Reserve([.. JailerDescriptors.NumbersIn(arguments), .. options.EventsDescriptor is { } events ? (int[])[events] : []]);
            }
            ThreadFilters filters;
            try
            {
                filters = jailers ?? ThreadFilters.Establish(FilterSetSource.FromOptions(options.Filters));
            }
            catch (VmmFailure failure)
            {
                return VmmProcess.Refuse(options, failure);
            }
            if (options.Describe is { } describe)
            {
                describe();
                return new ProcessEnd(ExitCode.Ok);
            }
            return new VmmProcess(options, filters, warnings).Run();
        }
        catch (VmmFailure failure)
        {
            Message.Error(failure.Message);
            return new ProcessEnd(failure.ExitCode);
        }
        catch (LinuxException failure)
        {
            Message.Error(failure.Message);
            return new ProcessEnd(ExitCode.GenericError);
        }
        finally
        {
            TerminalMode.Restore();
        }
    }

    // The files are untrusted.
    private static ExitCode Run(SnapshotCheckCommand check, ThreadFilters? jailers)
    {
        if (jailers is null)
        {
            UnjailedProcess.Confine();
            _ = Confine(FilterSetSource.Embedded);
        }
        return check.Run();
    }

    private static ThreadFilters Confine(FilterSet set, params int[] given)
    {
        DescriptorNumbers.Reserve(given);
        return ThreadFilters.Establish(set);
    }
}
