namespace Kiln.Fuzz.Targets.Mmds;

/// <summary>How far the guest of an input got.</summary>
internal enum FrameStage
{
    /// <summary>It sent frames.</summary>
    Ethernet,

    /// <summary>One of them was addressed to the service.</summary>
    Addressed,

    /// <summary>One was a segment of TCP.</summary>
    Tcp,

    /// <summary>A connection was opened.</summary>
    Connected,

    /// <summary>A request was answered.</summary>
    Answered,

    /// <summary>A connection was closed as it should be.</summary>
    Finished,
}
