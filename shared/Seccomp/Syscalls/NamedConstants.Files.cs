namespace Kiln.Seccomp.Syscalls;

public static partial class NamedConstants
{
    // Files, descriptors and terminals.
    private static NamedConstant[] Files =>
    [
        // fcntl.h
        new("AT_SYMLINK_NOFOLLOW", 0x100, "fcntl.h"),
        new("AT_EACCESS", 0x200, "fcntl.h"),
        new("AT_REMOVEDIR", 0x200, "fcntl.h"),
        new("AT_SYMLINK_FOLLOW", 0x400, "fcntl.h"),
        new("AT_EMPTY_PATH", 0x1000, "fcntl.h"),
        new("AT_FDCWD", 0xFFFFFF9C, "fcntl.h"),
        new("F_DUPFD", 0x0, "fcntl.h"),
        new("F_GETFD", 0x1, "fcntl.h"),
        new("F_SEAL_SEAL", 0x1, "fcntl.h"),
        new("F_SEAL_SHRINK", 0x2, "fcntl.h"),
        new("F_SETFD", 0x2, "fcntl.h"),
        new("F_GETFL", 0x3, "fcntl.h"),
        new("F_SEAL_GROW", 0x4, "fcntl.h"),
        new("F_SETFL", 0x4, "fcntl.h"),
        new("F_GETLK", 0x5, "fcntl.h"),
        new("F_SETLK", 0x6, "fcntl.h"),
        new("F_SETLKW", 0x7, "fcntl.h"),
        new("F_SEAL_WRITE", 0x8, "fcntl.h"),
        new("F_SEAL_FUTURE_WRITE", 0x10, "fcntl.h"),
        new("F_OFD_GETLK", 0x24, "fcntl.h"),
        new("F_OFD_SETLK", 0x25, "fcntl.h"),
        new("F_OFD_SETLKW", 0x26, "fcntl.h"),
        new("F_DUPFD_CLOEXEC", 0x406, "fcntl.h"),
        new("F_SETPIPE_SZ", 0x407, "fcntl.h"),
        new("F_GETPIPE_SZ", 0x408, "fcntl.h"),
        new("F_ADD_SEALS", 0x409, "fcntl.h"),
        new("F_GET_SEALS", 0x40A, "fcntl.h"),
        new("FD_CLOEXEC", 0x1, "fcntl.h"),
        new("O_RDONLY", 0x0, "fcntl.h"),
        new("O_WRONLY", 0x1, "fcntl.h"),
        new("O_RDWR", 0x2, "fcntl.h"),
        new("O_ACCMODE", 0x3, "fcntl.h"),
        new("O_CREAT", 0x40, "fcntl.h"),
        new("O_EXCL", 0x80, "fcntl.h"),
        new("O_NOCTTY", 0x100, "fcntl.h"),
        new("O_TRUNC", 0x200, "fcntl.h"),
        new("O_APPEND", 0x400, "fcntl.h"),
        new("O_NONBLOCK", 0x800, "fcntl.h"),
        new("O_DSYNC", 0x1000, "fcntl.h"),
        new("O_ASYNC", 0x2000, "fcntl.h"),
        new("O_DIRECT", 0x4000, "fcntl.h"),
        new("O_DIRECTORY", 0x10000, "fcntl.h"),
        new("O_NOFOLLOW", 0x20000, "fcntl.h"),
        new("O_NOATIME", 0x40000, "fcntl.h"),
        new("O_CLOEXEC", 0x80000, "fcntl.h"),
        new("O_SYNC", 0x101000, "fcntl.h"),
        new("O_PATH", 0x200000, "fcntl.h"),
        new("O_TMPFILE", 0x410000, "fcntl.h"),

        // asm/ioctls.h
        new("TCGETS", 0x5401, "asm/ioctls.h"),
        new("TCSETS", 0x5402, "asm/ioctls.h"),
        new("TCSETSW", 0x5403, "asm/ioctls.h"),
        new("TCSETSF", 0x5404, "asm/ioctls.h"),
        new("TIOCSCTTY", 0x540E, "asm/ioctls.h"),
        new("TIOCGPGRP", 0x540F, "asm/ioctls.h"),
        new("TIOCSPGRP", 0x5410, "asm/ioctls.h"),
        new("TIOCSTI", 0x5412, "asm/ioctls.h"),
        new("TIOCGWINSZ", 0x5413, "asm/ioctls.h"),
        new("TIOCSWINSZ", 0x5414, "asm/ioctls.h"),
        new("FIONREAD", 0x541B, "asm/ioctls.h"),
        new("FIONBIO", 0x5421, "asm/ioctls.h"),
        new("FIONCLEX", 0x5450, "asm/ioctls.h"),
        new("FIOCLEX", 0x5451, "asm/ioctls.h"),

        // linux/fs.h
        new("BLKGETSIZE64", 0x80081272, "linux/fs.h"),
        new("BLKSSZGET", 0x1268, "linux/fs.h"),
        new("BLKFLSBUF", 0x1261, "linux/fs.h"),

        // linux/sockios.h
        new("SIOCGIFMTU", 0x8921, "linux/sockios.h"),
        new("SIOCSIFHWADDR", 0x8924, "linux/sockios.h"),

        // linux/if_tun.h
        new("TUNSETIFF", 0x400454CA, "linux/if_tun.h"),
        new("TUNSETPERSIST", 0x400454CB, "linux/if_tun.h"),
        new("TUNSETOWNER", 0x400454CC, "linux/if_tun.h"),
        new("TUNSETOFFLOAD", 0x400454D0, "linux/if_tun.h"),
        new("TUNSETSNDBUF", 0x400454D4, "linux/if_tun.h"),
        new("TUNGETIFF", 0x800454D2, "linux/if_tun.h"),
        new("TUNSETVNETHDRSZ", 0x400454D8, "linux/if_tun.h"),
    ];
}
