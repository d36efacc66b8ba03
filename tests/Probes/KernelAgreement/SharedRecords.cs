using System.Runtime.InteropServices;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;

namespace Kiln.Probes.KernelAgreement;

/// <summary>Memory that forked children share with their parent: one record for each that lives at a time.</summary>
internal sealed unsafe class SharedRecords : IDisposable
{
    private readonly void* _address;
    private readonly nuint _length;

    /// <param name="count">How many records there are.</param>
    internal SharedRecords(int count)
    {
        _length = (nuint)count * (nuint)sizeof(TrialRecord);
        int flags = (int)(MappingFlags.MAP_SHARED | MappingFlags.MAP_ANONYMOUS);
        _address = mmap(null, _length, (int)(Protection.PROT_READ | Protection.PROT_WRITE), flags, -1, 0);
        if (_address == (void*)-1)
        {
            throw new LinuxException(SystemError.Last("mmap"));
        }
    }

    /// <param name="index">From 0.</param>
    internal TrialRecord* this[int index] => (TrialRecord*)_address + index;

    public void Dispose() => _ = munmap(_address, _length);

    // Mappings of shared/Linux without a file are private to a process.
    [DllImport("libc", SetLastError = true)]
    private static extern void* mmap(void* address, nuint length, int protection, int flags, int descriptor, long offset);

    [DllImport("libc")]
    private static extern int munmap(void* address, nuint length);
}
