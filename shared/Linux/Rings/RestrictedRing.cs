using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Rings;

/// <summary>
/// Creates rings that are restricted before their first entry: an attacker who takes over the process cannot use them for other operations.
/// </summary>
internal static unsafe class RestrictedRing
{
    // The kernel counts operations in one byte.
    [NotInHeader("the range of a byte")]
    private const int MostOperations = 256;

    // Exactly the operations that a disk needs.
    private static readonly RingOperation[] _operations =
    [
        RingOperation.IORING_OP_READV, RingOperation.IORING_OP_WRITEV, RingOperation.IORING_OP_FSYNC, RingOperation.IORING_OP_FALLOCATE,
    ];

    /// <summary>Creates and enables a ring.</summary>
    /// <param name="file">The only file that the ring accesses.</param>
    /// <param name="memory">The memory shared with the kernel.</param>
    /// <exception cref="LinuxException">The kernel refuses; the call is named.</exception>
    /// <exception cref="PlatformNotSupportedException">The kernel lacks a required io_uring feature.</exception>
    internal static OwnedDescriptor Make(uint capacity, Descriptor file, EventFd completions, out RingMemory memory)
    {
        io_uring_params parameters = new() { flags = RingSetupFlags.IORING_SETUP_R_DISABLED };
        OwnedDescriptor ring = new((int)Check(Native.Raw(SystemCall.SYS_io_uring_setup, capacity, (nuint)(&parameters)), "io_uring_setup"));
        RingMemory? mapped = null;
        try
        {
            Require(ring.Descriptor, parameters.features);
            int number = file.Number;
            Register(ring.Descriptor, RingRegistration.IORING_REGISTER_FILES, &number, 1);
            number = completions.Descriptor.Number;
            Register(ring.Descriptor, RingRegistration.IORING_REGISTER_EVENTFD, &number, 1);
            Restrict(ring.Descriptor);
            memory = mapped = new RingMemory(ring.Descriptor, parameters);
            Register(ring.Descriptor, RingRegistration.IORING_REGISTER_ENABLE_RINGS, null, 0);
            return ring;
        }
        catch
        {
            mapped?.Dispose();
            ring.Dispose();
            throw;
        }
    }

    /// <exception cref="LinuxException"/>
    internal static void Register(Descriptor ring, RingRegistration registration, void* argument, uint count) => LinuxException.ThrowIfFailed(
        (int)Native.Raw(SystemCall.SYS_io_uring_register, (nuint)ring.Number, (nuint)registration, (nuint)argument, count),
        "io_uring_register", registration);

    private static void Require(Descriptor ring, RingFeatures features)
    {
        const RingFeatures Needed =
            RingFeatures.IORING_FEAT_SINGLE_MMAP | RingFeatures.IORING_FEAT_NODROP | RingFeatures.IORING_FEAT_SUBMIT_STABLE;
        if ((features & Needed) != Needed)
        {
            throw new PlatformNotSupportedException($"io_uring lacks {Needed & ~features}");
        }
        int length = sizeof(io_uring_probe) + (MostOperations * sizeof(io_uring_probe_op));
        byte* space = stackalloc byte[length];
        new Span<byte>(space, length).Clear();
        Register(ring, RingRegistration.IORING_REGISTER_PROBE, space, MostOperations);
        io_uring_probe_op* operations = (io_uring_probe_op*)(space + sizeof(io_uring_probe));
        foreach (RingOperation operation in _operations)
        {
            if (!operations[(int)operation].flags.HasFlag(RingProbe.IO_URING_OP_SUPPORTED))
            {
                throw new PlatformNotSupportedException($"io_uring lacks {operation}");
            }
        }
    }

    private static void Restrict(Descriptor ring)
    {
        io_uring_restriction[] restrictions =
        [
            .. Array.ConvertAll(
                _operations, operation => new io_uring_restriction { opcode = RingRestriction.IORING_RESTRICTION_SQE_OP, sqe_op = (byte)operation }),
            new()
            {
                opcode = RingRestriction.IORING_RESTRICTION_SQE_FLAGS_ALLOWED,
                sqe_op = (byte)(RingEntryFlags.IOSQE_FIXED_FILE | RingEntryFlags.IOSQE_ASYNC),
            },
            new() { opcode = RingRestriction.IORING_RESTRICTION_SQE_FLAGS_REQUIRED, sqe_op = (byte)RingEntryFlags.IOSQE_FIXED_FILE },
            new() { opcode = RingRestriction.IORING_RESTRICTION_REGISTER_OP, sqe_op = (byte)RingRegistration.IORING_REGISTER_FILES_UPDATE },
        ];
        fixed (io_uring_restriction* first = restrictions)
        {
            Register(ring, RingRegistration.IORING_REGISTER_RESTRICTIONS, first, (uint)restrictions.Length);
        }
    }

    private static long Check(nint result, string call, string? argument = null) =>
        result >= 0 ? result : throw new LinuxException(SystemError.Last(call, argument));
}
