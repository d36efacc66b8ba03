namespace Kiln.Seccomp.Syscalls;

/// <summary>
/// The constants that profiles may name instead of numbers, one file per area. None needs more than 32 bits, so each fits a condition of
/// either width; a negative C constant, such as <c>AT_FDCWD</c>, has the low 32 bits of its value.
/// Members without an architecture parameter refer to x86_64.
/// </summary>
public static partial class NamedConstants
{
    private static Dictionary<string, ulong>? _values;

    /// <summary>All constants, in header order.</summary>
    public static IReadOnlyList<NamedConstant> All { get; } = [.. Kvm, .. Memory, .. Files, .. Processes, .. Events];

    /// <summary>The value of a constant, or null when it is unknown.</summary>
    /// <param name="name">For example <c>KVM_RUN</c>.</param>
    public static ulong? ValueOf(string name)
    {
        _values ??= CreateValues();
        return _values.TryGetValue(name, out ulong value) ? value : null;
    }

    /// <summary>The value of a constant on an architecture, or null when it is unknown there.</summary>
    /// <param name="name">For example <c>O_DIRECTORY</c>, whose value differs; aarch64 has no <c>KVM_SET_CPUID2</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The architecture is unknown.</exception>
    public static ulong? ValueOf(SyscallArchitecture architecture, string name) => architecture switch
    {
        SyscallArchitecture.X64 => ValueOf(name),
        SyscallArchitecture.Arm64 => Arm64ValueOf(name),
        _ => throw new ArgumentOutOfRangeException(nameof(architecture)),
    };

    private static Dictionary<string, ulong> CreateValues()
    {
        Dictionary<string, ulong> values = [];
        foreach (NamedConstant constant in All)
        {
            values.Add(constant.Name, constant.Value);
        }
        return values;
    }
}
