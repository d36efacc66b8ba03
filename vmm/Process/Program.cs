using Kiln.Linux.Errors;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Process.CommandLine;

namespace Kiln.Vmm.Process;

/// <summary>The monitor's entry.</summary>
internal static class Program
{
    private static void Main(string[] arguments) => Run(arguments).Make();

    private static ProcessEnd Run(string[] arguments)
    {
        try
        {
            ProcessGuard.Raise();
            // Under a jailer filters are on before anything looks at its input; without one it is the input that chooses them.
            ThreadFilters? jailers = FilterSetSource.FromJailer() is { } set ? ThreadFilters.Establish(set) : null;
            if (arguments is [CheckConfigCommand.Name, .. string[] rest])
            {
                CheckConfigCommand.Run(rest);
                return new ProcessEnd(ExitCode.Ok);
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
                DescriptorNumbers.RefuseTaken(options.EventsDescriptor);
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
}
