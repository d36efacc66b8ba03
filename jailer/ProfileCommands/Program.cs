using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Kiln.ProfileCommands.Options;

namespace Kiln.ProfileCommands;

/// <summary>The entry point: <c>jailer profile</c> becomes this program, and the jailer asks it what becomes of a directory of profiles.</summary>
internal static class Program
{
    // Exits at once, as the jailer does.
    private static void Main(string[] arguments) => SignalSafe.Exit(Run(arguments));

    private static int Run(string[] arguments)
    {
        try
        {
            // Before any file is opened, so that none of ours mixes with the caller's or takes a standard descriptor.
            DescriptorTable.CloseFrom(Descriptor.StandardError.Number + 1);
            DescriptorTable.FillTo(Descriptor.StandardError.Number);
            if (arguments is [ProfileReport.Word, string directory])
            {
                Output.Write(Descriptor.StandardOutput, DirectoryReport.Of(directory).ToBytes());
                return ExitStatus.Success;
            }
            return ProfileCommandLine.Run(arguments);
        }
        catch (Exception exception) when (exception is JailerFailure or LinuxException)
        {
            Output.Write(Descriptor.StandardError, $"{PlainLine.OfError(exception.Message)}\n");
            return ExitStatus.Failure;
        }
    }
}
