using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;

namespace Kiln.Testing.Harness.Wires;

/// <summary>
/// A wire between two ends that loses frames, delivers some late and some twice. The kernel of these hosts has no netem. What it does follows from the
/// seed as far as the order of frames does.
/// </summary>
internal sealed unsafe class FaultyWire : IDisposable
{
    private const int MostFrame = 12 + 65550;
    private const short Readable = 1;

    private readonly IWireEnd _left;
    private readonly IWireEnd _right;
    private readonly Thread _thread;
    private volatile bool _isCut;
    private Exception? _failure;

    /// <param name="left">Disposed with the wire.</param>
    /// <param name="right">Disposed with the wire.</param>
    internal FaultyWire(IWireEnd left, IWireEnd right, WireFaults faults, int seed)
    {
        (_left, _right) = (left, right);
        ToRight = new WireDirection(right, faults, new Random(seed));
        ToLeft = new WireDirection(left, faults, new Random(seed + 1));
        _thread = new Thread(Carry) { IsBackground = true, Name = "wire" };
        _thread.Start();
    }

    internal WireDirection ToLeft { get; }

    internal WireDirection ToRight { get; }

    /// <summary>Cuts the wire, and disposes its ends.</summary>
    /// <exception cref="InvalidOperationException">An end has failed before.</exception>
    public void Dispose()
    {
        _isCut = true;
        _thread.Join();
        _left.Dispose();
        _right.Dispose();
        if (_failure is not null)
        {
            throw new InvalidOperationException("an end of the wire has failed", _failure);
        }
    }

    private void Carry()
    {
        try
        {
            byte[] room = new byte[MostFrame];
            while (!_isCut)
            {
                Wait();
                ToLeft.Advance();
                ToRight.Advance();
                Move(_left, ToRight, room);
                Move(_right, ToLeft, room);
            }
        }
        catch (Exception failure)
        {
            _failure = failure;
        }
    }

    // A wire that an end floods still serves the other one.
    private static void Move(IWireEnd from, WireDirection direction, Span<byte> room)
    {
        for (int count = 0; count < 64 && from.Read(room) is var length and > 0; count++)
        {
            direction.Enter(room[..length]);
        }
    }

    private void Wait()
    {
        Poll* wanted = stackalloc Poll[2];
        wanted[0] = new Poll { Descriptor = _left.Descriptor, Events = Readable };
        wanted[1] = new Poll { Descriptor = _right.Descriptor, Events = Readable };
        long now = Stopwatch.GetTimestamp();
        long next = Math.Min(ToLeft.Next ?? long.MaxValue, ToRight.Next ?? long.MaxValue);
        bool isAsked = _left.Descriptor < 0 || _right.Descriptor < 0;
        long most = isAsked ? 1 : 20;
        _ = poll(wanted, 2, next == long.MaxValue ? (int)most : (int)Math.Clamp((next - now) * 1000 / Stopwatch.Frequency, 0, most));
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int poll(Poll* wanted, nint count, int milliseconds);

    // struct pollfd
    [StructLayout(LayoutKind.Sequential)]
    private struct Poll
    {
        internal int Descriptor;
        internal short Events;
        internal short Returned;
    }
}
