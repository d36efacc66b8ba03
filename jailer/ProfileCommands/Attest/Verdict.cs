namespace Kiln.ProfileCommands.Attest;

/// <summary>The result of an attestation, from best to worst.</summary>
internal enum Verdict
{
    /// <summary>Exactly the expected filters are present, byte for byte.</summary>
    Ok,

    /// <summary>The number of filters is right; their content could not be read.</summary>
    Unverified,

    /// <summary>At least one finding.</summary>
    Wrong,
}
