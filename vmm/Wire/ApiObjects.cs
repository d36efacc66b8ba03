namespace Kiln.Vmm.Wire;

/// <summary>The registry of the API's objects. The routes, the sections of configuration files and <c>/vm/config</c> derive from it.</summary>
internal static class ApiObjects
{
    /// <summary>
    /// All objects. Those that are sections of a configuration file are in the order in which they are applied, which is also the order in which
    /// error messages list them.
    /// </summary>
    internal static ApiObject[] All { get; } =
    [
        new InstanceObject(),
        new VmObject(),
        new ActionObject(),
        new LoggerObject(),
        new MetricsObject(),
        new MachineConfigurationObject(),
        new CpuTemplateObject(),
        new BootSourceObject(),
        new DriveObject(),
        new NetworkInterfaceObject(),
        new VsockObject(),
        new BalloonObject(),
        new MmdsObject(),
        new EntropyObject(),
        new PmemObject(),
        new MemoryHotplugObject(),
        new SerialObject(),
        new SnapshotObject(),
    ];

    /// <summary>Those that are sections of a configuration file.</summary>
    internal static ConfigurationSection[] Sections { get; } =
        Array.ConvertAll(Array.FindAll(All, subject => subject is ConfigurationSection), subject => (ConfigurationSection)subject);
}
