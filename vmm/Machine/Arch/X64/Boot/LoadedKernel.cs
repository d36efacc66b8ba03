using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>A kernel in guest memory: where and how it is entered.</summary>
/// <param name="entry">The guest-physical address of its first instruction, above 1 MiB and inside what was loaded.</param>
/// <param name="protocol">How it is entered there.</param>
/// <param name="header">What its zero page starts from; of no use to <see cref="BootProtocol.Pvh"/>.</param>
internal sealed class LoadedKernel(ulong entry, BootProtocol protocol, setup_header header)
{
    /// <summary>The guest-physical address of its first instruction, above 1 MiB and inside what was loaded.</summary>
    internal ulong Entry { get; } = entry;

    /// <summary>How it is entered there.</summary>
    internal BootProtocol Protocol { get; } = protocol;

    /// <summary>
    /// What its zero page starts from: a bzImage's own header, byte for byte as it is in the file; for an ELF kernel, which brings none,
    /// zeros and an alignment.
    /// </summary>
    internal setup_header Header { get; } = header;

    /// <summary>Loads a kernel of either format. The ELF magic alone decides: a file that has it is never tried as a bzImage.</summary>
    /// <param name="file">The image.</param>
    /// <param name="memory">Where it goes, above 1 MiB.</param>
    /// <exception cref="VmmFailure">The image is not a kernel that can be loaded; memory may hold part of it.</exception>
    internal static LoadedKernel Load(KernelFile file, GuestMemory memory)
    {
        if (ElfKernel.TryLoad(file, memory) is { } kernel)
        {
            string protocol = kernel.Protocol == BootProtocol.Pvh ? "PVH" : "Linux 64-bit";
            Log.Debug(Module.Boot, $"Kernel loaded using {protocol} boot protocol");
            return kernel;
        }
        LoadedKernel image = BzImageKernel.Load(file, memory);
        Log.Debug(Module.Boot, $"Kernel loaded using Linux 64-bit boot protocol (bzImage)");
        return image;
    }
}
