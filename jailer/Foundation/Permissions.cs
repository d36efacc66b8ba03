namespace Kiln.Jailer.Foundation;

/// <summary>File modes inside a jail, as chmod(2) takes them; C# has no octal literals.</summary>
internal static class Permissions
{
    /// <summary>0755: the directories leading to a jail's root.</summary>
    internal const uint Passage = (7 << 6) | (5 << 3) | 5;

    /// <summary>0700: the jail's own directories.</summary>
    internal const uint OwnersDirectory = 7 << 6;

    /// <summary>0600: device nodes, for their owner only.</summary>
    internal const uint OwnersFile = 6 << 6;

    /// <summary>0644: files that everyone in the jail may read.</summary>
    internal const uint ReadableFile = (6 << 6) | (4 << 3) | 4;

    /// <summary>0020: group-writable.</summary>
    internal const uint GroupWrite = 2 << 3;

    /// <summary>0002: world-writable.</summary>
    internal const uint OthersWrite = 2;

    /// <summary>0022: removes write permission for group and others from new files.</summary>
    internal const uint Umask = (2 << 3) | 2;
}
