using Kiln.Linux.Descriptors;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>What a request comes to, with what is needed to answer it afterwards.</summary>
internal unsafe struct BlockOperation
{
    /// <summary>Makes one that only has to be answered.</summary>
    /// <param name="head">The chain.</param>
    /// <param name="status">Where the answer goes.</param>
    /// <param name="started">When it was begun.</param>
    internal BlockOperation(ushort head, byte* status, ulong started)
    {
        Head = head;
        Status = status;
        Started = started;
    }

    /// <summary>The chain that asked for it.</summary>
    internal ushort Head { get; private init; }

    /// <summary>Where the driver finds what became of it.</summary>
    internal byte* Status { get; }

    /// <summary>When it was begun, by <see cref="MonotonicClock"/>.</summary>
    internal ulong Started { get; }

    /// <summary>What is done.</summary>
    internal BlockOperationKind Kind { get; init; }

    /// <summary>Where in the file, in bytes. The range is inside the disk.</summary>
    internal long Offset { get; init; }

    /// <summary>How many bytes.</summary>
    internal long Length { get; init; }

    /// <summary>Whether it is a piece of a <see cref="Transfer"/>, which answers for it.</summary>
    internal bool IsPiece { get; init; }

    /// <summary>Bytes that go from or to the guest's memory.</summary>
    internal readonly long TransferLength => Kind is BlockOperationKind.Read or BlockOperationKind.Write ? Length : 0;

    /// <summary>How fallocate(2) does it; only of holes and zeros.</summary>
    internal readonly AllocationFlags Allocation => AllocationFlags.FALLOC_FL_KEEP_SIZE
        | (Kind == BlockOperationKind.PunchHole ? AllocationFlags.FALLOC_FL_PUNCH_HOLE : AllocationFlags.FALLOC_FL_ZERO_RANGE);

    /// <summary>The same under another number, by which it is known further down.</summary>
    /// <param name="head">The number.</param>
    internal readonly BlockOperation As(ushort head) => this with { Head = head };
}
