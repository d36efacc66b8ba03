namespace Kiln.Jailer.ProfileCommands.Attest;

/// <summary>What an attestation comes to. The worse one is the larger.</summary>
internal enum Verdict
{
    /// <summary>Every filter that should be there is there, byte for byte, and no other.</summary>
    Ok,

    /// <summary>As many filters as should be there are there; what they are was not seen.</summary>
    Unverified,

    /// <summary>Something is not as it should be.</summary>
    Wrong,
}
