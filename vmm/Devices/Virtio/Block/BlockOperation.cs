using Kiln.Linux.Descriptors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>The operation that serves a request, with what is needed to complete it.</summary>
internal struct BlockOperation
{
    /// <summary>Creates an operation that does nothing but answer.</summary>
    /// <param name="status">The address of the status byte.</param>
    /// <param name="started">The start time by <see cref="MonotonicClock"/>.</param>
    internal BlockOperation(ushort head, GuestAddress status, ulong started)
    {
        Head = head;
        Status = status;
        Started = started;
    }

    /// <summary>The head of the descriptor chain.</summary>
    internal ushort Head { get; private init; }

    /// <summary>The guest-physical address of the status byte.</summary>
    internal GuestAddress Status { get; }

    /// <summary>The start time by <see cref="MonotonicClock"/>.</summary>
    internal ulong Started { get; }

    internal BlockOperationKind Kind { get; init; }

    /// <summary>The offset in the file, in bytes. The range lies within the disk.</summary>
    internal long Offset { get; init; }

    /// <summary>The length of the range in bytes.</summary>
    internal long Length { get; init; }

    /// <summary>Whether this is a piece of a <see cref="Transfer"/>, which completes the request.</summary>
    internal bool IsPiece { get; init; }

    /// <summary>The number of bytes to transfer from or to guest memory.</summary>
    internal readonly long TransferLength => Kind is BlockOperationKind.Read or BlockOperationKind.Write ? Length : 0;

    /// <summary>
    /// The mode for fallocate(2); for <see cref="BlockOperationKind.PunchHole"/> and <see cref="BlockOperationKind.ZeroRange"/> only.
    /// </summary>
    internal readonly AllocationFlags Allocation => AllocationFlags.FALLOC_FL_KEEP_SIZE
        | (Kind == BlockOperationKind.PunchHole ? AllocationFlags.FALLOC_FL_PUNCH_HOLE : AllocationFlags.FALLOC_FL_ZERO_RANGE);

    /// <summary>Returns a copy with another head, which the inner engine uses as its tag.</summary>
    internal readonly BlockOperation As(ushort head) => this with { Head = head };
}
