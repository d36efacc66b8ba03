namespace Kiln.Vmm.Mmds.Stack;

/// <summary>Protocols inside an Ethernet frame (RFC 9542, appendix B.1).</summary>
internal static class EtherType
{
    internal const ushort Ipv4 = 0x0800;
    internal const ushort Arp = 0x0806;
}
