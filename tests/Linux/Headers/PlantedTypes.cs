using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

// Types with one fault each, which the header check must find.
namespace Kiln.Linux.Tests.Headers;

[CHeader("sys/eventfd.h")]
public enum PlantedValue
{
    EFD_CLOEXEC = 1,
}

[CHeader("sys/eventfd.h")]
public enum PlantedName
{
    EFD_NO_SUCH = 1,
}

public enum PlantedAnonymousEnum
{
    First = 1,
}

[CHeader("linux/filter.h", CType = "struct sock_filter")]
public struct PlantedOffset
{
    public uint k;
    public ushort code;
    public byte jt;
    public byte jf;
}

[CHeader("linux/filter.h", CType = "struct sock_filter")]
public struct PlantedSize
{
    public ushort code;
}

[CHeader("linux/filter.h", CType = "struct sock_filter", MayGrow = true)]
public struct PlantedGrowth
{
    public ushort code;
    public byte jt;
    public byte jf;
    public ulong k;
}

[StructLayout(LayoutKind.Sequential, Size = 16)]
public struct PlantedSizedStruct;

[StructLayout(LayoutKind.Sequential)]
public sealed class PlantedSequentialClass;

public struct PlantedAnonymousStruct
{
    public int Field;
}

public struct PlantedInternalStruct(int field)
{
    internal int Field = field;
}

// A bool takes one byte in memory and four when marshaled.
[CHeader("linux/filter.h", CType = "struct sock_filter")]
public struct PlantedMarshalledStruct
{
    public bool code;
}

public sealed class PlantedAnonymousConstant
{
    private const int Bound = 1;
}
