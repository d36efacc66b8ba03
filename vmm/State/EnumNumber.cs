using System.Runtime.CompilerServices;

namespace Kiln.Vmm.State;

/// <summary>Values of enumerations of any width as numbers, without a box.</summary>
internal static class EnumNumber
{
    /// <summary>A value's number.</summary>
    internal static ulong Of<TEnum>(TEnum value)
        where TEnum : unmanaged, Enum => Unsafe.SizeOf<TEnum>() switch
        {
            sizeof(byte) => Unsafe.BitCast<TEnum, byte>(value),
            sizeof(ushort) => Unsafe.BitCast<TEnum, ushort>(value),
            sizeof(uint) => Unsafe.BitCast<TEnum, uint>(value),
            _ => Unsafe.BitCast<TEnum, ulong>(value),
        };

    /// <summary>A number's value; of its bits those that the type has.</summary>
    internal static TEnum Value<TEnum>(ulong number)
        where TEnum : unmanaged, Enum => Unsafe.SizeOf<TEnum>() switch
        {
            sizeof(byte) => Unsafe.BitCast<byte, TEnum>((byte)number),
            sizeof(ushort) => Unsafe.BitCast<ushort, TEnum>((ushort)number),
            sizeof(uint) => Unsafe.BitCast<uint, TEnum>((uint)number),
            _ => Unsafe.BitCast<ulong, TEnum>(number),
        };
}
