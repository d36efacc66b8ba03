namespace Kiln.Vmm.Model.Devices;

/// <summary>The configuration of a device of which a machine can have several.</summary>
internal interface IIdentified
{
    /// <summary>The client's identifier.</summary>
    string Id { get; }
}
