using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Tmds.Linux;
using flock = Kiln.Linux.Abi.flock;
using statx = Kiln.Linux.Abi.statx;

namespace Kiln.Linux;

/// <summary>C library functions that Tmds.LibC lacks, declared in its style.</summary>
internal static unsafe class Native
{
    private const string Library = "libc.so.6";

    [DllImport(Library, SetLastError = true)]
    public static extern int ioctl(int fd, nuint request, nuint argument);

    [DllImport(Library, SetLastError = true)]
    public static extern int prctl(int option, nuint arg2, nuint arg3, nuint arg4, nuint arg5);

    [DllImport(Library, SetLastError = true)]
    public static extern int execv(byte* path, byte** arguments);

    [DllImport(Library)]
    public static extern nuint getauxval(nuint type);

    [DllImport(Library, SetLastError = true)]
    public static extern int close_range(uint first, uint last, int flags);

    // Tmds.LibC binds mknodat to a symbol that glibc dropped in 2.33.
    [DllImport(Library, SetLastError = true)]
    public static extern int mknodat(int directory, byte* path, uint mode, ulong device);

    [DllImport(Library, SetLastError = true)]
    public static extern int mincore(byte* address, nuint length, byte* vector);

    [DllImport(Library, SetLastError = true)]
    public static extern nint pwrite(int fd, byte* buffer, nuint count, long offset);

    [DllImport(Library, SetLastError = true)]
    public static extern int rename(byte* from, byte* to);

    [DllImport(Library, SetLastError = true)]
    public static extern int flock(int fd, int operation);

    [DllImport(Library, SetLastError = true)]
    public static extern int fcntl(int fd, int operation, flock* range);

    [DllImport(Library, SetLastError = true)]
    public static extern int fallocate(int fd, int mode, long offset, long length);

    [DllImport(Library, SetLastError = true)]
    public static extern nint preadv(int fd, iovec* segments, int count, long offset);

    [DllImport(Library, SetLastError = true)]
    public static extern nint pwritev(int fd, iovec* segments, int count, long offset);

    [DllImport(Library, SetLastError = true)]
    public static extern nint sendfile(int target, int source, long* offset, nuint count);

    [DllImport(Library, SetLastError = true)]
    public static extern nint copy_file_range(int source, long* sourceOffset, int target, long* targetOffset, nuint count, uint flags);

    [DllImport(Library, SetLastError = true)]
    public static extern int setns(int fd, int kind);

    [DllImport(Library, SetLastError = true)]
    public static extern int sched_getscheduler(int process);

    [DllImport(Library, SetLastError = true)]
    public static extern int setpriority(int which, uint who, int priority);

    [DllImport(Library, SetLastError = true)]
    public static extern int sysinfo(sysinfo* host);

    [DllImport(Library, SetLastError = true)]
    public static extern int statx(int directory, byte* path, int flags, uint mask, statx* status);

    [DllImport(Library)]
    public static extern int mallopt(int parameter, int value);

    [DllImport(Library, SetLastError = true)]
    public static extern int clock_gettime(int clock, Tmds.Linux.timespec* time);

    [DllImport(Library, SetLastError = true)]
    public static extern int timerfd_create(int clock, int flags);

    [DllImport(Library, SetLastError = true)]
    public static extern int timerfd_settime(int fd, int flags, itimerspec* value, itimerspec* old);

    [DllImport(Library, SetLastError = true)]
    public static extern int capget(__user_cap_header_struct* header, __user_cap_data_struct* data);

    [DllImport(Library, SetLastError = true)]
    public static extern int capset(__user_cap_header_struct* header, __user_cap_data_struct* data);

    [DllImport(Library, SetLastError = true)]
    public static extern nint ptrace(nint request, nint thread, nuint address, nuint data);

    [DllImport(Library, SetLastError = true)]
    public static extern int waitpid(int thread, int* status, int options);

    /// <summary>
    /// Makes a system call that has no C library function, or whose function is a point where a thread can be cancelled: that costs it two atomic
    /// operations, which nobody here needs.
    /// </summary>
    public static nint Raw(SystemCall number, nuint a = 0, nuint b = 0, nuint c = 0, nuint d = 0, nuint e = 0) =>
        syscall((nint)number, a, b, c, d, e, 0);

    [DllImport(Library, SetLastError = true)]
    private static extern nint syscall(nint number, nuint a, nuint b, nuint c, nuint d, nuint e, nuint f);
}
