namespace Kiln.Vmm.Memory;

/// <summary>A guest-physical address. It may come from the guest and refer to anything.</summary>
internal readonly record struct GuestAddress(ulong Value)
{
    /// <summary>The address in hexadecimal, for messages.</summary>
    public override string ToString() => $"0x{Value:x}";
}
