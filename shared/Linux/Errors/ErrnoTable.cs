using System.Buffers.Text;
using System.Text;

namespace Kiln.Linux.Errors;

/// <summary>
/// Names and descriptions of error numbers. Bytes, not strings: nearly every process ends without needing one, and strings are relocated at each
/// start.
/// </summary>
internal static class ErrnoTable
{
    // Number, name and description, which some lack; in the order of numbers, which x86_64 and aarch64 share (asm-generic/errno.h). 41 and 58 were
    // never assigned. The descriptions are musl's: Firecracker's binaries are linked with it, and its clients match the text.
    private static ReadOnlySpan<byte> Lines => """
        1 EPERM Operation not permitted
        2 ENOENT No such file or directory
        3 ESRCH No such process
        4 EINTR Interrupted system call
        5 EIO I/O error
        6 ENXIO No such device or address
        7 E2BIG Argument list too long
        8 ENOEXEC Exec format error
        9 EBADF Bad file descriptor
        10 ECHILD No child process
        11 EAGAIN Resource temporarily unavailable
        12 ENOMEM Out of memory
        13 EACCES Permission denied
        14 EFAULT Bad address
        15 ENOTBLK Block device required
        16 EBUSY Resource busy
        17 EEXIST File exists
        18 EXDEV Cross-device link
        19 ENODEV No such device
        20 ENOTDIR Not a directory
        21 EISDIR Is a directory
        22 EINVAL Invalid argument
        23 ENFILE Too many open files in system
        24 EMFILE No file descriptors available
        25 ENOTTY Not a tty
        26 ETXTBSY Text file busy
        27 EFBIG File too large
        28 ENOSPC No space left on device
        29 ESPIPE Invalid seek
        30 EROFS Read-only file system
        31 EMLINK Too many links
        32 EPIPE Broken pipe
        33 EDOM Domain error
        34 ERANGE Result not representable
        35 EDEADLK Resource deadlock would occur
        36 ENAMETOOLONG Filename too long
        37 ENOLCK No locks available
        38 ENOSYS Function not implemented
        39 ENOTEMPTY Directory not empty
        40 ELOOP Symbolic link loop
        42 ENOMSG No message of desired type
        43 EIDRM Identifier removed
        44 ECHRNG
        45 EL2NSYNC
        46 EL3HLT
        47 EL3RST
        48 ELNRNG
        49 EUNATCH
        50 ENOCSI
        51 EL2HLT
        52 EBADE
        53 EBADR
        54 EXFULL
        55 ENOANO
        56 EBADRQC
        57 EBADSLT
        59 EBFONT
        60 ENOSTR Device not a stream
        61 ENODATA No data available
        62 ETIME Device timeout
        63 ENOSR Out of streams resources
        64 ENONET
        65 ENOPKG
        66 EREMOTE
        67 ENOLINK Link has been severed
        68 EADV
        69 ESRMNT
        70 ECOMM
        71 EPROTO Protocol error
        72 EMULTIHOP Multihop attempted
        73 EDOTDOT
        74 EBADMSG Bad message
        75 EOVERFLOW Value too large for data type
        76 ENOTUNIQ
        77 EBADFD File descriptor in bad state
        78 EREMCHG
        79 ELIBACC
        80 ELIBBAD
        81 ELIBSCN
        82 ELIBMAX
        83 ELIBEXEC
        84 EILSEQ Illegal byte sequence
        85 ERESTART
        86 ESTRPIPE
        87 EUSERS
        88 ENOTSOCK Not a socket
        89 EDESTADDRREQ Destination address required
        90 EMSGSIZE Message too large
        91 EPROTOTYPE Protocol wrong type for socket
        92 ENOPROTOOPT Protocol not available
        93 EPROTONOSUPPORT Protocol not supported
        94 ESOCKTNOSUPPORT Socket type not supported
        95 EOPNOTSUPP Not supported
        96 EPFNOSUPPORT Protocol family not supported
        97 EAFNOSUPPORT Address family not supported by protocol
        98 EADDRINUSE Address in use
        99 EADDRNOTAVAIL Address not available
        100 ENETDOWN Network is down
        101 ENETUNREACH Network unreachable
        102 ENETRESET Connection reset by network
        103 ECONNABORTED Connection aborted
        104 ECONNRESET Connection reset by peer
        105 ENOBUFS No buffer space available
        106 EISCONN Socket is connected
        107 ENOTCONN Socket not connected
        108 ESHUTDOWN Cannot send after socket shutdown
        109 ETOOMANYREFS
        110 ETIMEDOUT Operation timed out
        111 ECONNREFUSED Connection refused
        112 EHOSTDOWN Host is down
        113 EHOSTUNREACH Host is unreachable
        114 EALREADY Operation already in progress
        115 EINPROGRESS Operation in progress
        116 ESTALE Stale file handle
        117 EUCLEAN Data consistency error
        118 ENOTNAM
        119 ENAVAIL Resource not available
        120 EISNAM
        121 EREMOTEIO Remote I/O error
        122 EDQUOT Quota exceeded
        123 ENOMEDIUM No medium found
        124 EMEDIUMTYPE Wrong medium type
        125 ECANCELED Operation canceled
        126 ENOKEY Required key not available
        127 EKEYEXPIRED Key has expired
        128 EKEYREVOKED Key has been revoked
        129 EKEYREJECTED Key was rejected by service
        130 EOWNERDEAD Previous owner died
        131 ENOTRECOVERABLE State not recoverable
        132 ERFKILL

        """u8;

    /// <returns>Null if the number was never assigned.</returns>
    internal static string? NameOf(int number) => Find(number, out ReadOnlySpan<byte> name, out _) ? Encoding.ASCII.GetString(name) : null;

    /// <returns>Null if the number has no description.</returns>
    internal static string? TextOf(int number) => Find(number, out _, out ReadOnlySpan<byte> text) && !text.IsEmpty ? Encoding.ASCII.GetString(text) : null;

    /// <returns>Null if no number has the name.</returns>
    internal static int? NumberOf(string wanted)
    {
        ReadOnlySpan<byte> rest = Lines;
        while (Take(rest, out rest, out int number, out ReadOnlySpan<byte> name, out _))
        {
            if (Ascii.Equals(name, wanted))
            {
                return number;
            }
        }
        return null;
    }

    private static bool Find(int wanted, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> rest = Lines;
        while (Take(rest, out rest, out int number, out name, out text))
        {
            if (number == wanted)
            {
                return true;
            }
        }
        return false;
    }

    private static bool Take(ReadOnlySpan<byte> from, out ReadOnlySpan<byte> rest, out int number, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> text)
    {
        if (!Utf8Parser.TryParse(from, out number, out int digits))
        {
            rest = name = text = default;
            return false;
        }
        int length = from.IndexOf((byte)'\n');
        ReadOnlySpan<byte> words = from[(digits + 1)..length];
        rest = from[(length + 1)..];
        int end = words.IndexOf((byte)' ');
        name = end < 0 ? words : words[..end];
        text = end < 0 ? default : words[(end + 1)..];
        return true;
    }
}
