namespace Kiln.Fuzz.Targets.Balloon;

/// <summary>The stages of a hostile guest with a balloon.</summary>
internal enum BalloonStage
{
    /// <summary>The driver accessed the device.</summary>
    Driven,

    /// <summary>The device returned a chain.</summary>
    Taken,

    /// <summary>A chain named a page of guest memory.</summary>
    Named,

    /// <summary>The host had pages back.</summary>
    Returned,

    /// <summary>Pages were returned in more turns than one.</summary>
    Split,
}
