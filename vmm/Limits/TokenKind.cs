namespace Kiln.Vmm.Limits;

/// <summary>What a rate limiter counts.</summary>
internal enum TokenKind
{
    /// <summary>Bytes.</summary>
    Bandwidth,

    /// <summary>Requests, whatever their length.</summary>
    Operations,
}
