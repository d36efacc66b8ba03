using Kiln.Linux;
using Kiln.Vmm.CommandLine;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Console;

namespace Kiln.Vmm;

/// <summary>The monitor's entry.</summary>
internal static class Program
{
    private static void Main(string[] arguments) => SignalSafe.Exit((int)Run(arguments));

    private static ExitCode Run(string[] arguments)
    {
        try
        {
            // Before anything else looks at its input.
            ThreadFilters filters = ThreadFilters.Establish();
            return VmmCommandLine.Parse(arguments) is { } options ? new Monitor(options, filters).Run() : ExitCode.Ok;
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
