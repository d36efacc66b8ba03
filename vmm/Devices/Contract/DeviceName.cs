using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Contract;

/// <summary>Names a device, uniquely within its machine.</summary>
/// <param name="Kind">The kind of device; also the name of its section in a saved state.</param>
/// <param name="Id">The client's own identifier, of any characters; empty for a kind of device that a machine has only once.</param>
internal sealed record DeviceName(string Kind, string Id = "")
{
    /// <summary>The name of the device's section in a saved state. Omits an id whose characters a section name does not allow.</summary>
    internal string Section { get; } = SectionName.IsSound($"{Kind} {Id}") && Id.Length > 0 ? $"{Kind} {Id}" : Kind;

    public override string ToString() => Id.Length == 0 ? Kind : $"{Kind} {Id}";
}
