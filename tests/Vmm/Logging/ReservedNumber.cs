using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Vmm.Tests.Logging;

/// <summary>A descriptor number that nothing else in the test host has.</summary>
internal sealed class ReservedNumber : IDisposable
{
    // F_DUPFD_CLOEXEC.
    private const int Duplicate = 1030;

    // Above what the host opens by itself.
    private const int Lowest = 300;

    private readonly OwnedDescriptor _descriptor =
        new(LinuxException.ThrowIfFailed(LibC.fcntl(Descriptor.StandardError.Number, Duplicate, Lowest), "fcntl"));

    internal int Number => _descriptor.Descriptor.Number;

    public void Dispose() => _descriptor.Dispose();
}
