using Kiln.Vmm.Mmds.Data;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Control;

/// <summary>Chooses the network interfaces that reach the metadata service, and how it answers. What is not named is as by default.</summary>
internal sealed record ConfigureMetadata(MmdsConfiguration Metadata) : VmmAction
{
    /// <summary>Category of refusals over the API, as clients match it: with three M.</summary>
    internal const string ApiCategory = "MMMDS config error: ";

    /// <summary>Category of refusals of a configuration file.</summary>
    internal const string FileCategory = "MMDS config error: ";

    /// <summary>Category of refusals.</summary>
    internal string Category { get; init; } = ApiCategory;

    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.BeforeStart;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host)
    {
        NetworkInterfaceList networks = machine.Configuration.Networks;
        string? refusal = Metadata.ReasonAgainst(id => networks.Find(id) is not null);
        // In the order of the interfaces, each once.
        List<string> ids = [];
        foreach (NetworkInterfaceConfiguration network in networks)
        {
            if (Metadata.AddressFor(network.Id) is not null)
            {
                ids.Add(network.Id);
            }
        }
        return ActionResult.Of(Category, refusal, machine, machine.Configuration with { Mmds = Metadata with { Interfaces = [.. ids] } });
    }
}

/// <summary>An action on the data. They can be reached through a network interface only, so that a machine that runs without one has none.</summary>
internal abstract record MetadataAction : VmmAction
{
    private const string Category = "MMDS error: ";

    /// <inheritdoc/>
    internal sealed override ActionPhase Phase => ActionPhase.Any;

    /// <inheritdoc/>
    internal sealed override ActionResult Apply(MicroVmDescription machine, IMachineHost host) =>
        machine is { State: not MachineState.NotStarted, Configuration.Mmds: null } ? Of(StoreRefusal.NotInitialized) : Apply(host.Metadata);

    private protected abstract ActionResult Apply(MetadataStore store);

    private protected static ActionResult Of(StoreRefusal? refusal) => refusal switch
    {
        StoreRefusal.NotInitialized => ActionResult.Of(Category, "The MMDS data store is not initialized."),
        StoreRefusal.TooLong => TooLong,
        _ => default,
    };

    /// <summary>The refusal of data that are too long; clients match it.</summary>
    internal static ActionResult TooLong { get; } =
        ActionResult.Of("MMDS limit exceeded error: ", "The MMDS patch request doesn't fit.") with { ExceedsLimit = true };
}

/// <summary>Replaces the data.</summary>
internal sealed record PutMetadata(MetadataDocument Document) : MetadataAction
{
    private protected override ActionResult Apply(MetadataStore store) => Of(store.Put(Document));
}

/// <summary>Merges a patch into the data.</summary>
internal sealed record PatchMetadata(MetadataDocument Document) : MetadataAction
{
    private protected override ActionResult Apply(MetadataStore store) => Of(store.Patch(Document));
}

/// <summary>Asks for the data.</summary>
internal sealed record GetMetadata : MetadataAction
{
    private protected override ActionResult Apply(MetadataStore store) => new(null) { Metadata = store.Document };
}
