using Kiln.Vmm.Foundation;
using Kiln.Vmm.Model;

namespace Kiln.Vmm.Machine.Boot;

/// <summary>
/// What a machine boots, opened when it is configured: what the client named then is what starts, however often the start is tried and
/// whatever takes the names in between.
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

    /// <summary>The kernel.</summary>
    internal KernelFile Kernel { get; }

    /// <summary>The initial RAM disk, if there is one.</summary>
    internal KernelFile? Initrd { get; }

    /// <summary>The command line, to add to.</summary>
    internal KernelCommandLine CommandLine => KernelCommandLine.Parse(_arguments);

    /// <summary>Opens the files and checks the command line.</summary>
    /// <param name="source">What to boot; in a jail, its paths are of the jail.</param>
    /// <exception cref="VmmFailure">Something is wrong with one of them, in the words that clients match.</exception>
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

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        Kernel.Dispose();
        Initrd?.Dispose();
    }
}
