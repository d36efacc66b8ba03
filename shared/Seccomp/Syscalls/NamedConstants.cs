namespace Kiln.Seccomp.Syscalls;

/// <summary>
/// The constants that profiles may name in place of numbers, a file for each area. None needs more than 32 bits, so each fits a
/// condition of either width; one that C makes negative, such as <c>AT_FDCWD</c>, has the low 32 bits of its value.
/// A member that takes no architecture is about x86_64.
/// </summary>
public static partial class NamedConstants
{
    private static Dictionary<string, ulong>? _values;

    /// <summary>All of them, in the order of their headers.</summary>
    public static IReadOnlyList<NamedConstant> All { get; } = [.. Kvm, .. Memory, .. Files, .. Processes, .. Events];

    /// <summary>The value of a constant, or null when there is none of the name.</summary>
    /// <param name="name">For example <c>KVM_RUN</c>.</param>
    public static ulong? ValueOf(string name)
    {
        _values ??= CreateValues();
        return _values.TryGetValue(name, out ulong value) ? value : null;
    }

    /// <summary>The value of a constant on an architecture, or null when there is none of the name there.</summary>
    /// <param name="architecture">Whose constant.</param>
    /// <param name="name">For example <c>O_DIRECTORY</c>, which differs; aarch64 has no <c>KVM_SET_CPUID2</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such architecture.</exception>
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
