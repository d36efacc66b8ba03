namespace Kiln.Seccomp.Syscalls;

/// <summary>A C constant that profiles may name.</summary>
/// <param name="Value">The value, in the width of the argument that it is compared with.</param>
/// <param name="Header">The C header that defines it; a test compares the value.</param>
public sealed record NamedConstant(string Name, ulong Value, string Header);
