namespace Kiln.Linux.Abi;

/// <summary>
/// Names the C header that a type mirrors. The type keeps the header's own names, so that a test can compile a
/// generated C file that compares every constant, size and field offset with the system's headers.
/// </summary>
/// <remarks>
/// On an enum or a static class every literal is compared by its name; on a struct its size and the offset of each field.
/// </remarks>
/// <param name="header">The header to include, for example <c>linux/seccomp.h</c>.</param>
[AttributeUsage(AttributeTargets.Enum | AttributeTargets.Struct | AttributeTargets.Class)]
public sealed class CHeaderAttribute(string header) : Attribute
{
    /// <summary>The header to include, without brackets.</summary>
    public string Header { get; } = header;

    /// <summary>How C spells the type, if not as <c>struct</c> and the type's name.</summary>
    public string? CType { get; init; }

    /// <summary>Whether later headers append fields to a struct: the header's size may then exceed the type's.</summary>
    public bool MayGrow { get; init; }
}
