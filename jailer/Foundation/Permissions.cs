namespace Kiln.Jailer.Foundation;

/// <summary>Permissions of what a jail holds, as chmod(2) takes them. C# has no octal numbers.</summary>
internal static class Permissions
{
    /// <summary>0755: the way to a jail's root.</summary>
    internal const uint Passage = (7 << 6) | (5 << 3) | 5;

    /// <summary>0700: the jail's own directories.</summary>
    internal const uint OwnersDirectory = 7 << 6;

    /// <summary>0600: device nodes.</summary>
    internal const uint OwnersFile = 6 << 6;

    /// <summary>0644: what everybody in the jail may read.</summary>
    internal const uint ReadableFile = (6 << 6) | (4 << 3) | 4;

    /// <summary>0020: the group writes.</summary>
    internal const uint GroupWrite = 2 << 3;

    /// <summary>0002: everybody writes.</summary>
    internal const uint OthersWrite = 2;

    /// <summary>0022: what nobody but the owner gets on new files.</summary>
    internal const uint Umask = (2 << 3) | 2;
}
