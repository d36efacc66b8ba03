namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>How far a hostile driver gets.</summary>
internal enum VirtioStage
{
    /// <summary>It did something to the device.</summary>
    Driven,

    /// <summary>The device worked for it, and it rang the doorbell.</summary>
    Rung,

    /// <summary>The device took a chain of it.</summary>
    Taken,

    /// <summary>Every buffer of a chain was found.</summary>
    Sound,

    /// <summary>A request was read, and done.</summary>
    Served,
}
