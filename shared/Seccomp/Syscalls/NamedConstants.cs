namespace Kiln.Seccomp;

/// <summary>
/// The constants that profiles may name in place of numbers, a file for each area. None needs more than 32 bits, so each fits a
/// condition of either width; one that C makes negative, such as <c>AT_FDCWD</c>, has the low 32 bits of its value.
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
