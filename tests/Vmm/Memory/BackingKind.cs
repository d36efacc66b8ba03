namespace Kiln.Vmm.Tests.Memory;

/// <summary>What guest memory of a test is made of.</summary>
public enum BackingKind
{
    Anonymous,
    Transparent,
    Reserved,
    PrivateFile,
    SharedFile,
    PrivateMemoryFile,
    SharedMemoryFile,
}
