namespace Kiln.Linux.Errors;

public readonly partial record struct Errno
{
    public static readonly Errno EPERM = new(1);

    public static readonly Errno ENOENT = new(2);

    public static readonly Errno ESRCH = new(3);

    public static readonly Errno EINTR = new(4);

    public static readonly Errno EIO = new(5);

    public static readonly Errno ENXIO = new(6);

    public static readonly Errno E2BIG = new(7);

    public static readonly Errno ENOEXEC = new(8);

    public static readonly Errno EBADF = new(9);

    public static readonly Errno ECHILD = new(10);

    public static readonly Errno EAGAIN = new(11);

    public static readonly Errno ENOMEM = new(12);

    public static readonly Errno EACCES = new(13);

    public static readonly Errno EFAULT = new(14);

    public static readonly Errno EBUSY = new(16);

    public static readonly Errno EEXIST = new(17);

    public static readonly Errno EXDEV = new(18);

    public static readonly Errno ENODEV = new(19);

    public static readonly Errno ENOTDIR = new(20);

    public static readonly Errno EINVAL = new(22);

    public static readonly Errno EMFILE = new(24);

    public static readonly Errno ENOTTY = new(25);

    public static readonly Errno EFBIG = new(27);

    public static readonly Errno ENOSPC = new(28);

    public static readonly Errno EROFS = new(30);

    public static readonly Errno EPIPE = new(32);

    public static readonly Errno ERANGE = new(34);

    public static readonly Errno ENAMETOOLONG = new(36);

    public static readonly Errno ENOLCK = new(37);

    public static readonly Errno ENOSYS = new(38);

    public static readonly Errno ENOTEMPTY = new(39);

    public static readonly Errno ELOOP = new(40);

    public static readonly Errno EPROTO = new(71);

    public static readonly Errno EBADFD = new(77);

    public static readonly Errno EOPNOTSUPP = new(95);

    public static readonly Errno EADDRINUSE = new(98);

    public static readonly Errno ECONNREFUSED = new(111);

    public static readonly Errno EDQUOT = new(122);
}
