namespace Kiln.Vmm.Mmds.Stack;

/// <summary>What becomes of a connection after a segment.</summary>
internal enum TcpVerdict
{
    /// <summary>It goes on.</summary>
    Open,

    /// <summary>The segment is answered by a reset; the connection goes on.</summary>
    Refused,

    /// <summary>It is over, and the peer is told by a reset.</summary>
    Broken,

    /// <summary>It is over, and the peer knows.</summary>
    Over,
}
