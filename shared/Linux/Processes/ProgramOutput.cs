using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Linux.Mounts;

namespace Kiln.Linux.Processes;

/// <summary>What a program wrote to its standard output, and how it ended.</summary>
public sealed record ProgramOutput(byte[] Bytes, ProcessEnd End)
{
    /// <summary>Runs a program in a child and waits for its end. It has three descriptors: /dev/null, a pipe, /dev/null.</summary>
    /// <param name="program">The program; its environment is empty.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="maximumLength">The most that it may write, in bytes; one that writes more is killed.</param>
    /// <remarks>The three standard descriptors of this process must be open.</remarks>
    /// <exception cref="LinuxException">The program cannot be executed, or EFBIG: it writes more.</exception>
    public static ProgramOutput Of(ProgramImage program, string path, int maximumLength)
    {
        using OwnedDescriptor nothing = DescriptorTable.OpenNull();
        (OwnedDescriptor output, OwnedDescriptor input) = Pipe.Open();
        using (output)
        {
            int child;
            using (input)
            {
                child = Start(program, path, nothing.Descriptor, input.Descriptor);
            }
            try
            {
                byte[] bytes = FileContent.Read(output.Descriptor, path, maximumLength);
                return new ProgramOutput(bytes, ProcessEnd.Of(child));
            }
            catch (LinuxException)
            {
                OtherProcess.Kill(child);
                _ = ProcessEnd.Of(child);
                throw;
            }
        }
    }

    private static int Start(ProgramImage program, string path, Descriptor nothing, Descriptor output)
    {
        CallSequence calls = new();
        DescriptorTable.PreparePlacing(calls, nothing, Descriptor.StandardInput.Number);
        DescriptorTable.PreparePlacing(calls, output, Descriptor.StandardOutput.Number);
        DescriptorTable.PreparePlacing(calls, nothing, Descriptor.StandardError.Number);
        DescriptorTable.PrepareClosing(calls, Descriptor.StandardError.Number + 1);
        program.PrepareExecuting(calls);
        // A number that is free, held until the launch takes its place.
        if (nothing.TryCopyFrom(Descriptor.StandardError.Number + 1, out int reports) is { } error)
        {
            throw new LinuxException(error);
        }
        using ChildLaunch launch = new(calls, reports);
        int child = launch.Start(NamespaceFlags.None);
        if (launch.Release() is not { } failure)
        {
            return child;
        }
        _ = ProcessEnd.Of(child);
        throw new LinuxException(new SystemError(failure.Errno, calls.NameOf(failure.Index), path));
    }
}
