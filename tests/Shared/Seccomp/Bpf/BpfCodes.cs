namespace Kiln.Testing.Seccomp.Bpf;

/// <summary>Opcodes as linux/bpf_common.h composes them, written out so that tests do not take them from the code under test.</summary>
internal static class BpfCodes
{
    internal const ushort LoadWord = 0x20;
    internal const ushort Jump = 0x05;
    internal const ushort JumpIfEqual = 0x15;
    internal const ushort JumpIfGreater = 0x25;
    internal const ushort JumpIfGreaterOrEqual = 0x35;
    internal const ushort JumpIfCommon = 0x45;
    internal const ushort And = 0x54;
    internal const ushort Add = 0x04;
    internal const ushort Return = 0x06;
}
