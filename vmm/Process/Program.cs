using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Process.CommandLine;

namespace Kiln.Vmm.Process;

/// <summary>The monitor's entry.</summary>
internal static class Program
{
    private static void Main(string[] arguments) => SignalSafe.Exit((int)Run(arguments));

    private static ExitCode Run(string[] arguments)
    {
        try
        {
            ProcessGuard.Raise();
            // Under a jailer filters are on before anything looks at its input; without one it is the input that chooses them.
            ThreadFilters? jailers = FilterSetSource.FromJailer() is { } set ? ThreadFilters.Establish(set) : null;
            if (arguments is [CheckConfigCommand.Name, .. string[] rest])
            {
                CheckConfigCommand.Run(rest);
                return ExitCode.Ok;
            }
            if (VmmCommandLine.Parse(arguments) is not { } options)
            {
                return ExitCode.Ok;
            }
            if (jailers is not null && options.Filters.Given is { } option)
            {
                throw new VmmFailure($"{option}: the jailer has filtered this process already; give the option to the jailer", ExitCode.ArgumentParsing);
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
            return new VmmProcess(options, filters).Run();
        }
        catch (VmmFailure failure)
        {
            Message.Error(failure.Message);
            return failure.ExitCode;
        }
        catch (LinuxException failure)
        {
            Message.Error(failure.Message);
            return ExitCode.GenericError;
        }
        finally
        {
            TerminalMode.Restore();
        }
    }
}
