using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Legacy;

// What a guest can tell of the port. Whether the console waits for room is the console's: that of the machine that loads asks anew.
internal sealed partial class SerialPort<TSink, TInterrupt>
{
    private const string Section = "serial";
    private const ushort Version = 1;

    /// <summary>Saves registers and what waits. No vCPU runs.</summary>
    /// <param name="state">Where to.</param>
    internal void Save(ref StateWriter state)
    {
        Span<byte> waiting = stackalloc byte[ReceiveFifo.Capacity];
        state.Begin(Section, Version);
        state.WriteBytes(waiting[.._received.CopyTo(waiting)]);
        state.WriteUInt16(_divisor);
        state.WriteByte(_interruptEnable);
        state.WriteByte(_interruptIdentification);
        state.WriteByte(_lineControl);
        state.WriteByte(_modemControl);
        state.WriteByte(_scratch);
        state.End();
    }

    /// <summary>Goes on from where another was. No vCPU runs, and no interrupt is raised: one that was pending is the controller's.</summary>
    /// <param name="state">Where from.</param>
    /// <exception cref="StateFailure">It is no port's; nothing has changed.</exception>
    internal void Load(ref StateReader state)
    {
        Span<byte> waiting = stackalloc byte[ReceiveFifo.Capacity];
        state.Begin(Section, Version);
        int count = state.ReadBytes("received", waiting);
        ushort divisor = state.ReadUInt16("divisor");
        byte interruptEnable = state.ReadBits("IER", InterruptEnableBits);
        byte interruptIdentification = ReadInterruptIdentification(ref state);
        byte lineControl = state.ReadByte("LCR");
        byte modemControl = state.ReadByte("MCR");
        byte scratch = state.ReadByte("SCR");
        state.End();
        bool taken = false;
        _lock.Enter(ref taken);
        _received.Fill(waiting[..count]);
        _divisor = divisor;
        _interruptEnable = interruptEnable;
        _interruptIdentification = interruptIdentification;
        _lineControl = lineControl;
        _lineStatus = count > 0 ? (byte)(LineIdle | DataReady) : LineIdle;
        _modemControl = modemControl;
        _scratch = scratch;
        _lock.Exit();
    }

    // Either no interrupt or some.
    private static byte ReadInterruptIdentification(ref StateReader state)
    {
        const string Field = "IIR";
        byte value = state.ReadBits(Field, NoInterrupt | TransmitterEmpty | ReceivedData);
        bool isNone = (value & NoInterrupt) != 0;
        return isNone == ((value & ~NoInterrupt) == 0) ? value : throw state.Refuse(Field, $"it is 0x{value:x}, which names some interrupts and none");
    }
}
