namespace Kiln.Vmm.Memory;

/// <summary>Whether writes to a mapping of a file reach the file.</summary>
internal enum FileSharing
{
    /// <summary>Copy on write: the file does not change.</summary>
    Private,

    /// <summary>Writes go to the file, for everyone who maps it.</summary>
    Shared,
}
