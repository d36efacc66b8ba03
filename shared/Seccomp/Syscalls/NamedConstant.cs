namespace Kiln.Seccomp.Syscalls;

/// <summary>A constant of a C header that a profile may name.</summary>
/// <param name="Name">Its name in C.</param>
/// <param name="Value">Its value, in the width of the argument that it is compared with.</param>
/// <param name="Header">Where C defines it; a test compares the value.</param>
public sealed record NamedConstant(string Name, ulong Value, string Header);
