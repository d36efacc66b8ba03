namespace Kiln.Vmm.Limits;

/// <summary>The quantity that a token stands for.</summary>
internal enum TokenKind
{
    Bandwidth,

    /// <summary>A request, whatever its length.</summary>
    Operations,
}
