namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>The stages of a hostile driver.</summary>
internal enum VirtioStage
{
    /// <summary>The driver accessed the device.</summary>
    Driven,

    /// <summary>The device was live, and the driver rang its doorbell.</summary>
    Rung,

    /// <summary>The device took a chain.</summary>
    Taken,

    /// <summary>All buffers of a chain were valid.</summary>
    Sound,

    /// <summary>A request was parsed and completed.</summary>
    Served,
}
