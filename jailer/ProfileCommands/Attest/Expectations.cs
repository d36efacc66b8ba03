namespace Kiln.ProfileCommands.Attest;

/// <summary>What an attestation goes by.</summary>
/// <param name="Known">The programs by which filters are called.</param>
/// <param name="IsJailed">Whether the jailer started the processes and installed launch on them.</param>
internal sealed record Expectations(KnownPrograms Known, IStandard Standard, bool IsJailed);
