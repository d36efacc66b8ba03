namespace Kiln.Vmm.Memory;

/// <summary>A guest-physical address. The guest may have chosen it: it says nothing about what is there.</summary>
/// <param name="Value">Bytes from the guest's address zero.</param>
internal readonly record struct GuestAddress(ulong Value)
{
    /// <summary>The address, for messages.</summary>
    public override string ToString() => $"0x{Value:x}";
}
