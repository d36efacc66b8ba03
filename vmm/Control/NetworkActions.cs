using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Control;

/// <summary>Adds a network interface, or replaces the one with the same ID. Opens its tap at once.</summary>
internal sealed record InsertNetworkDevice(NetworkInterfaceConfiguration Network) : VmmAction
{
    /// <summary>Category that the API prepends to refusals about network interfaces.</summary>
    internal const string Category = "Network config error: ";

    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.Pluggable;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host)
    {
        NetworkInterfaceList networks = machine.Configuration.Networks;
        VmConfiguration changed = machine.Configuration;
        string? refusal = networks.ReasonAgainst(Network);
        if (refusal is null)
        {
            // An interface that is replaced does not reach the metadata service any more, as in the contract.
            changed = changed with { Networks = networks.With(Network), Mmds = changed.Mmds?.Without(Network.Id) };
            refusal = MachineRules.ReasonAgainst(changed);
        }
        if (refusal is null)
        {
            refusal = host.Open(Network, out string device) is { } reason ? $"Could not create the network device: {reason}" : null;
            changed = changed with { Networks = changed.Networks.WithDevice(Network.Id, device)! };
        }
        return ActionResult.Of(Category, refusal, machine, changed);
    }
}

/// <summary>Changes the rate limits of a network interface while the guest runs.</summary>
internal sealed record UpdateNetworkInterface(NetworkInterfaceUpdate Update) : VmmAction
{
    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.AfterStart;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host)
    {
        NetworkInterfaceList networks = machine.Configuration.Networks;
        return (networks.ReasonAgainst(Update) ?? host.Update(Update)) is { } reason
            ? ActionResult.Of(InsertNetworkDevice.Category, $"Unable to update the net device: {reason}")
            : ActionResult.Of("", null, machine, machine.Configuration with { Networks = networks.With(Update) });
    }
}
