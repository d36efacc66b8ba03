namespace Kiln.Seccomp;

/// <summary>The constants that profiles may name in place of numbers.</summary>
public static partial class NamedConstants
{
    private static Dictionary<string, ulong>? _values;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<NamedConstant> All => _all;

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
        foreach (NamedConstant constant in _all)
        {
            values.Add(constant.Name, constant.Value);
        }
        return values;
    }
}
