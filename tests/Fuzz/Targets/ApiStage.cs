namespace Kiln.Fuzz.Targets;

/// <summary>How deep requests get.</summary>
internal enum ApiStage
{
    /// <summary>They are bytes.</summary>
    Bytes,

    /// <summary>One has a method and a path that there is something at.</summary>
    Routed,

    /// <summary>The body of one was read.</summary>
    Read,

    /// <summary>What one asks for was done.</summary>
    Executed,
}
