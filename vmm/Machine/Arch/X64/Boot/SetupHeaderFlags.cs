using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>Flags of <see cref="setup_header"/> that a bzImage must have.</summary>
[CHeader("asm/bootparam.h")]
internal static class SetupHeaderFlags
{
    /// <summary>In loadflags: the protected-mode code is loaded at 1 MiB or above.</summary>
    internal const byte LOADED_HIGH = 1 << 0;

    /// <summary>In xloadflags: there is a 64-bit entry point at 0x200 of the protected-mode code.</summary>
    internal const ushort XLF_KERNEL_64 = 1 << 0;
}
