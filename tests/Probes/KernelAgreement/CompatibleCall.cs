using Kiln.Linux.Errors;
using Kiln.Linux.Memory;

namespace Kiln.Probes.KernelAgreement;

/// <summary>
/// A 32-bit system call from a 64-bit program (int 0x80): a filter sees another architecture, and the number has another meaning.
/// </summary>
internal sealed unsafe class CompatibleCall : IDisposable
{
    private const Protection PROT_EXEC = (Protection)4;

    private readonly Mapping _code;

    internal CompatibleCall()
    {
        // Takes the number in edi and six words at rsi; ebx and ebp are the caller's.
        ReadOnlySpan<byte> code =
        [
            0x53, 0x55, // push rbx; push rbp
            0x89, 0xF8, // mov eax, edi
            0x8B, 0x1E, // mov ebx, [rsi]
            0x8B, 0x4E, 0x04, // mov ecx, [rsi+4]
            0x8B, 0x56, 0x08, // mov edx, [rsi+8]
            0x8B, 0x7E, 0x10, // mov edi, [rsi+16]
            0x8B, 0x6E, 0x14, // mov ebp, [rsi+20]
            0x8B, 0x76, 0x0C, // mov esi, [rsi+12]
            0xCD, 0x80, // int 0x80
            0x5D, 0x5B, 0xC3, // pop rbp; pop rbx; ret
        ];
        Protection all = Protection.PROT_READ | Protection.PROT_WRITE | PROT_EXEC;
        if (Mapping.TryAnonymous((nuint)code.Length, all, 0, out Mapping? mapping) is { } error)
        {
            throw new LinuxException(error);
        }
        _code = mapping!;
        code.CopyTo(new Span<byte>(_code.Address, code.Length));
    }

    /// <summary>AUDIT_ARCH_I386 of linux/audit.h, as a filter sees it.</summary>
    internal const uint Architecture = 0x4000_0003;

    /// <summary>Makes a call of a number and six words; returns the negated errno on failure.</summary>
    internal delegate* unmanaged[SuppressGCTransition]<int, uint*, int> Entry =>
        (delegate* unmanaged[SuppressGCTransition]<int, uint*, int>)_code.Address;

    public void Dispose() => _code.Dispose();
}
