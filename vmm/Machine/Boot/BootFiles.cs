using Kiln.Vmm.Foundation;
using Kiln.Vmm.Model;

namespace Kiln.Vmm.Machine.Boot;

/// <summary>
/// The files that a machine boots from, opened when the boot source is configured: the machine starts from exactly those files, however often the
/// start is retried and whatever the paths refer to by then.
/// </summary>
internal sealed class BootFiles : IDisposable
{
    private readonly string? _arguments;

    private BootFiles(KernelFile kernel, KernelFile? initrd, string? arguments)
    {
        Kernel = kernel;
        Initrd = initrd;
        _arguments = arguments;
    }

    internal KernelFile Kernel { get; }

    internal KernelFile? Initrd { get; }

    /// <summary>A new copy of the configured command line, to append to.</summary>
    internal KernelCommandLine CommandLine => KernelCommandLine.Parse(_arguments);

    /// <summary>Opens the files and validates the command line.</summary>
    /// <param name="source">The boot source; in a jail, its paths are relative to the jail's root.</param>
    /// <exception cref="VmmFailure">A file or the command line is unusable; clients match the message.</exception>
    internal static BootFiles Open(BootSource source)
    {
        KernelCommandLine.Parse(source.BootArguments);
        KernelFile kernel = KernelFile.Open("The kernel file cannot be opened:", source.KernelImagePath);
        try
        {
            KernelFile? initrd = source.InitrdPath is { } path
                ? KernelFile.Open("The initrd file cannot be opened due to invalid path or invalid permissions.", path)
                : null;
            return new BootFiles(kernel, initrd, source.BootArguments);
        }
        catch
        {
            kernel.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Kernel.Dispose();
        Initrd?.Dispose();
    }
}
