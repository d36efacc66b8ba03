namespace Kiln.Testing.Harness.Wires;

/// <summary>Where a wire ends: takes frames of the other end, and has some of its own. On the wire's thread.</summary>
internal interface IWireEnd : IDisposable
{
    /// <summary>Readable when there are frames; -1 for an end that is asked every millisecond.</summary>
    int Descriptor { get; }

    /// <summary>Takes its next frame.</summary>
    /// <param name="room">Room for the longest frame.</param>
    /// <returns>The length; 0 when there is none.</returns>
    int Read(Span<byte> room);

    /// <summary>Gives it a frame. One that it does not take is lost, as on any wire.</summary>
    void Write(ReadOnlySpan<byte> frame);
}
