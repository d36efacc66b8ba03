using System.Runtime.InteropServices;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Probes.Spawning;

/// <summary>
/// The standard streams of started programs: their output arrives here, and closing their input lets them exit. This process uses the same
/// streams meanwhile, so that programs inherit them without an extra step.
/// </summary>
internal sealed unsafe class StampPipes : IDisposable
{
    private readonly OwnedDescriptor _stamps;
    private readonly OwnedDescriptor _hold;
    private readonly OwnedDescriptor _output;

    private StampPipes(OwnedDescriptor stamps, OwnedDescriptor hold, OwnedDescriptor output) =>
        (_stamps, _hold, _output) = (stamps, hold, output);

    /// <summary>Puts pipes in the place of standard input and output.</summary>
    /// <exception cref="LinuxException">No descriptors are left.</exception>
    internal static StampPipes TakeStandardStreams()
    {
        OwnedDescriptor output = new(LinuxException.ThrowIfFailed(
            LibC.fcntl(Descriptor.StandardOutput.Number, LibC.F_DUPFD_CLOEXEC, Descriptor.StandardError.Number + 1), "fcntl"));
        (OwnedDescriptor stamps, OwnedDescriptor write) = Pipe();
        (OwnedDescriptor read, OwnedDescriptor hold) = Pipe();
        using (write)
        using (read)
        {
            DescriptorTable.Place(write.Descriptor, Descriptor.StandardOutput.Number);
            DescriptorTable.Place(read.Descriptor, Descriptor.StandardInput.Number);
        }
        return new StampPipes(stamps, hold, output);
    }

    /// <summary>Puts this process's own standard output back, so that the pipe ends when every program has ended.</summary>
    internal void GiveStandardOutputBack() => DescriptorTable.Place(_output.Descriptor, Descriptor.StandardOutput.Number);

    /// <summary>Waits for as many stamps as there are programs.</summary>
    /// <param name="patience">How long for each.</param>
    /// <exception cref="InvalidOperationException">A program ended, or took longer.</exception>
    internal List<Stamp> Receive(int count, TimeSpan patience)
    {
        List<Stamp> stamps = [];
        while (stamps.Count < count)
        {
            Stamp stamp = default;
            pollfd ready = new() { fd = _stamps.Descriptor.Number, events = LibC.POLLIN };
            if (LibC.poll(&ready, 1, (int)patience.TotalMilliseconds) != 1
                || _stamps.Descriptor.Read(MemoryMarshal.AsBytes(new Span<Stamp>(ref stamp))).Count != sizeof(Stamp))
            {
                throw new InvalidOperationException(
                    $"{count - stamps.Count} of {count} programs did not become stamp; what they say is on standard error");
            }
            stamps.Add(stamp);
        }
        return stamps;
    }

    /// <summary>Lets every program end.</summary>
    internal void LetGo() => _hold.Dispose();

    public void Dispose()
    {
        _hold.Dispose();
        _stamps.Dispose();
        _output.Dispose();
    }

    private static (OwnedDescriptor Read, OwnedDescriptor Write) Pipe()
    {
        int* ends = stackalloc int[2];
        LinuxException.ThrowIfFailed(LibC.pipe2(ends, LibC.O_CLOEXEC), "pipe2");
        return (new OwnedDescriptor(ends[0]), new OwnedDescriptor(ends[1]));
    }
}
