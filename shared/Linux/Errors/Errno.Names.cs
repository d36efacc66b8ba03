namespace Kiln.Linux.Errors;

public readonly partial record struct Errno
{
    // Index is the number of x86_64 and aarch64, which share asm-generic/errno.h; 41 and 58 were never given out.
    private static readonly string[] _names =
    [
        "", "EPERM", "ENOENT", "ESRCH", "EINTR", "EIO", "ENXIO", "E2BIG", "ENOEXEC", "EBADF", "ECHILD", "EAGAIN", "ENOMEM",
        "EACCES", "EFAULT", "ENOTBLK", "EBUSY", "EEXIST", "EXDEV", "ENODEV", "ENOTDIR", "EISDIR", "EINVAL", "ENFILE", "EMFILE",
        "ENOTTY", "ETXTBSY", "EFBIG", "ENOSPC", "ESPIPE", "EROFS", "EMLINK", "EPIPE", "EDOM", "ERANGE", "EDEADLK", "ENAMETOOLONG",
        "ENOLCK", "ENOSYS", "ENOTEMPTY", "ELOOP", "", "ENOMSG", "EIDRM", "ECHRNG", "EL2NSYNC", "EL3HLT", "EL3RST", "ELNRNG",
        "EUNATCH", "ENOCSI", "EL2HLT", "EBADE", "EBADR", "EXFULL", "ENOANO", "EBADRQC", "EBADSLT", "", "EBFONT", "ENOSTR",
        "ENODATA", "ETIME", "ENOSR", "ENONET", "ENOPKG", "EREMOTE", "ENOLINK", "EADV", "ESRMNT", "ECOMM", "EPROTO", "EMULTIHOP",
        "EDOTDOT", "EBADMSG", "EOVERFLOW", "ENOTUNIQ", "EBADFD", "EREMCHG", "ELIBACC", "ELIBBAD", "ELIBSCN", "ELIBMAX", "ELIBEXEC",
        "EILSEQ", "ERESTART", "ESTRPIPE", "EUSERS", "ENOTSOCK", "EDESTADDRREQ", "EMSGSIZE", "EPROTOTYPE", "ENOPROTOOPT",
        "EPROTONOSUPPORT", "ESOCKTNOSUPPORT", "EOPNOTSUPP", "EPFNOSUPPORT", "EAFNOSUPPORT", "EADDRINUSE", "EADDRNOTAVAIL",
        "ENETDOWN", "ENETUNREACH", "ENETRESET", "ECONNABORTED", "ECONNRESET", "ENOBUFS", "EISCONN", "ENOTCONN", "ESHUTDOWN",
        "ETOOMANYREFS", "ETIMEDOUT", "ECONNREFUSED", "EHOSTDOWN", "EHOSTUNREACH", "EALREADY", "EINPROGRESS", "ESTALE", "EUCLEAN",
        "ENOTNAM", "ENAVAIL", "EISNAM", "EREMOTEIO", "EDQUOT", "ENOMEDIUM", "EMEDIUMTYPE", "ECANCELED", "ENOKEY", "EKEYEXPIRED",
        "EKEYREVOKED", "EKEYREJECTED", "EOWNERDEAD", "ENOTRECOVERABLE", "ERFKILL", "",
    ];

    /// <summary>Operation not permitted.</summary>
    public static readonly Errno EPERM = new(1);

    /// <summary>No such file or directory.</summary>
    public static readonly Errno ENOENT = new(2);

    /// <summary>No such process.</summary>
    public static readonly Errno ESRCH = new(3);

    /// <summary>Interrupted system call.</summary>
    public static readonly Errno EINTR = new(4);

    /// <summary>No such device or address.</summary>
    public static readonly Errno ENXIO = new(6);

    /// <summary>Argument list too long.</summary>
    public static readonly Errno E2BIG = new(7);

    /// <summary>Exec format error.</summary>
    public static readonly Errno ENOEXEC = new(8);

    /// <summary>Bad file descriptor.</summary>
    public static readonly Errno EBADF = new(9);

    /// <summary>No child processes.</summary>
    public static readonly Errno ECHILD = new(10);

    /// <summary>Try again.</summary>
    public static readonly Errno EAGAIN = new(11);

    /// <summary>Out of memory.</summary>
    public static readonly Errno ENOMEM = new(12);

    /// <summary>Permission denied.</summary>
    public static readonly Errno EACCES = new(13);

    /// <summary>Device or resource busy.</summary>
    public static readonly Errno EBUSY = new(16);

    /// <summary>File exists.</summary>
    public static readonly Errno EEXIST = new(17);

    /// <summary>Invalid cross-device link.</summary>
    public static readonly Errno EXDEV = new(18);

    /// <summary>No such device.</summary>
    public static readonly Errno ENODEV = new(19);

    /// <summary>Not a directory.</summary>
    public static readonly Errno ENOTDIR = new(20);

    /// <summary>Invalid argument.</summary>
    public static readonly Errno EINVAL = new(22);

    /// <summary>Too many open files.</summary>
    public static readonly Errno EMFILE = new(24);

    /// <summary>Not a typewriter.</summary>
    public static readonly Errno ENOTTY = new(25);

    /// <summary>File too large.</summary>
    public static readonly Errno EFBIG = new(27);

    /// <summary>No space left on device.</summary>
    public static readonly Errno ENOSPC = new(28);

    /// <summary>Read-only file system.</summary>
    public static readonly Errno EROFS = new(30);

    /// <summary>Broken pipe.</summary>
    public static readonly Errno EPIPE = new(32);

    /// <summary>Numerical result out of range.</summary>
    public static readonly Errno ERANGE = new(34);

    /// <summary>File name too long.</summary>
    public static readonly Errno ENAMETOOLONG = new(36);

    /// <summary>Function not implemented.</summary>
    public static readonly Errno ENOSYS = new(38);

    /// <summary>Directory not empty.</summary>
    public static readonly Errno ENOTEMPTY = new(39);

    /// <summary>Too many symbolic links encountered.</summary>
    public static readonly Errno ELOOP = new(40);

    /// <summary>Operation not supported.</summary>
    public static readonly Errno EOPNOTSUPP = new(95);

    /// <summary>Address already in use.</summary>
    public static readonly Errno EADDRINUSE = new(98);

    /// <summary>Connection refused.</summary>
    public static readonly Errno ECONNREFUSED = new(111);

    /// <summary>Disk quota exceeded.</summary>
    public static readonly Errno EDQUOT = new(122);
}
