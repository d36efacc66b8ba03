namespace Kiln.Vmm.Control.Snapshots;

/// <summary>Where a guest's memory comes from when it is restored.</summary>
internal enum MemoryBackendKind
{
    /// <summary>From a file, page by page as it is used.</summary>
    File,

    /// <summary>From a process that answers page faults.</summary>
    Uffd,
}
