using System.Runtime.CompilerServices;

namespace Kiln.Vmm.State;

/// <summary>Converts enumeration values of any width to numbers and back, without boxing.</summary>
internal static class EnumNumber
{
    /// <summary>The number of a value.</summary>
    internal static ulong Of<TEnum>(TEnum value)
        where TEnum : unmanaged, Enum => Unsafe.SizeOf<TEnum>() switch
        {
            sizeof(byte) => Unsafe.BitCast<TEnum, byte>(value),
            sizeof(ushort) => Unsafe.BitCast<TEnum, ushort>(value),
            sizeof(uint) => Unsafe.BitCast<TEnum, uint>(value),
            _ => Unsafe.BitCast<TEnum, ulong>(value),
        };

    /// <summary>The value of a number; bits beyond the type's width are dropped.</summary>
    internal static TEnum Value<TEnum>(ulong number)
        where TEnum : unmanaged, Enum => Unsafe.SizeOf<TEnum>() switch
        {
            sizeof(byte) => Unsafe.BitCast<byte, TEnum>((byte)number),
            sizeof(ushort) => Unsafe.BitCast<ushort, TEnum>((ushort)number),
            sizeof(uint) => Unsafe.BitCast<uint, TEnum>((uint)number),
            _ => Unsafe.BitCast<ulong, TEnum>(number),
        };
}
