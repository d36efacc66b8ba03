using System.Runtime.InteropServices;
using System.Text;

namespace Kiln.Linux.Network;

/// <summary>The attributes of a message, or within an attribute. Lengths that do not fit end the list.</summary>
internal readonly ref struct LinkAttributes(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The attributes within an attribute; none when it is missing.</summary>
    internal LinkAttributes Within(ushort type) => new(Find(type));

    /// <summary>A number of 32 bits, or null when it is missing.</summary>
    internal uint? NumberOf(ushort type) => MemoryMarshal.TryRead(Find(type), out uint value) ? value : null;

    /// <summary>A number of 8 bits, or 0 when it is missing.</summary>
    internal byte ByteOf(ushort type) => MemoryMarshal.TryRead(Find(type), out byte value) ? value : (byte)0;

    /// <summary>A text, or an empty one when it is missing.</summary>
    internal string TextOf(ushort type) => Encoding.UTF8.GetString(Find(type).TrimEnd((byte)0));

    private unsafe ReadOnlySpan<byte> Find(ushort type)
    {
        ReadOnlySpan<byte> rest = _bytes;
        while (MemoryMarshal.TryRead(rest, out nlattr attribute) && attribute.nla_len >= sizeof(nlattr) && attribute.nla_len <= rest.Length)
        {
            if ((attribute.nla_type & NetlinkConstants.NLA_TYPE_MASK) == type)
            {
                return rest[sizeof(nlattr)..attribute.nla_len];
            }
            rest = rest[Math.Min((attribute.nla_len + NetlinkConstants.NLA_ALIGNTO - 1) & -NetlinkConstants.NLA_ALIGNTO, rest.Length)..];
        }
        return [];
    }
}
