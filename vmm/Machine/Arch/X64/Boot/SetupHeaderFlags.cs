using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Arch.X64.Boot;

/// <summary>Flags of <see cref="setup_header"/> that a bzImage must have.</summary>
[CHeader("asm/bootparam.h")]
internal static class SetupHeaderFlags
{
    /// <summary>In loadflags: the protected-mode code is loaded at 1 MiB.</summary>
    internal const byte LOADED_HIGH = 1 << 0;

    /// <summary>In xloadflags: the protected-mode code has a 64-bit entry point at offset 0x200.</summary>
    internal const ushort XLF_KERNEL_64 = 1 << 0;
}
