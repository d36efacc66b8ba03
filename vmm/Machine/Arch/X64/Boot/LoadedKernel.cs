using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>A kernel in guest memory and how to enter it.</summary>
/// <param name="entry">Guest-physical address of its first instruction, above 1 MiB and inside the loaded image.</param>
/// <param name="header">The initial setup header of the zero page; unused with <see cref="BootProtocol.Pvh"/>.</param>
internal sealed class LoadedKernel(ulong entry, BootProtocol protocol, setup_header header)
{
    /// <summary>Guest-physical address of its first instruction, above 1 MiB and inside the loaded image.</summary>
    internal ulong Entry { get; } = entry;

    internal BootProtocol Protocol { get; } = protocol;

    /// <summary>
    /// The initial setup header of the zero page: a bzImage's own header, copied byte for byte; for an ELF kernel, which has none, zeros and an
    /// alignment.
    /// </summary>
    internal setup_header Header { get; } = header;

    /// <summary>Loads a kernel of either format. The ELF magic alone decides: a file with the magic is never tried as a bzImage.</summary>
    /// <param name="memory">Receives the kernel, above 1 MiB.</param>
    /// <param name="places">Gets the ranges of the kernel's parts.</param>
    /// <exception cref="VmmFailure">The image is not a loadable kernel; memory may hold part of it.</exception>
    internal static LoadedKernel Load(KernelFile file, GuestMemory memory, PlacedParts places)
    {
        if (ElfKernel.TryLoad(file, memory, places) is { } kernel)
        {
            string protocol = kernel.Protocol == BootProtocol.Pvh ? "PVH" : "Linux 64-bit";
            Log.Debug(Module.Boot, $"Kernel loaded using {protocol} boot protocol");
            return kernel;
        }
        LoadedKernel image = BzImageKernel.Load(file, memory, places);
        Log.Debug(Module.Boot, $"Kernel loaded using Linux 64-bit boot protocol (bzImage)");
        return image;
    }
}
