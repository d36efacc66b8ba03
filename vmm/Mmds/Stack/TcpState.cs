namespace Kiln.Vmm.Mmds.Stack;

/// <summary>The states of a connection that the guest opens, and closes first (RFC 9293, 3.3.2).</summary>
internal enum TcpState
{
    /// <summary>Not in use.</summary>
    Closed,

    /// <summary>The guest asked for it; our SYN is not acknowledged.</summary>
    SynReceived,

    /// <summary>Both directions are open.</summary>
    Established,

    /// <summary>The guest sends nothing any more; requests that it has sent are still answered.</summary>
    CloseWait,

    /// <summary>Our FIN was sent and is not acknowledged.</summary>
    LastAck,
}
