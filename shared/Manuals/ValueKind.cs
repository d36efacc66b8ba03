namespace Kiln.Manuals;

/// <summary>The kind of a value, derived from its name in help.</summary>
internal enum ValueKind
{
    /// <summary>A value that a shell cannot complete.</summary>
    Free,

    File,

    Directory,

    /// <summary>One of a fixed set of words.</summary>
    Choice,

    /// <summary>The number of a running monitor's process.</summary>
    Process,

    User,

    Group,
}
