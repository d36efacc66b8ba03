using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Legacy;

// The state that the guest can observe. A pending RequestRoom is not saved: the console of the restored machine requests it again.
internal sealed partial class SerialPort
{
    private const string Section = "serial";
    private const ushort Version = 1;

    /// <summary>Saves the registers and the receive FIFO. Call while no vCPU runs.</summary>
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

    /// <summary>
    /// Restores the saved state. Call while no vCPU runs. Raises no interrupt: a pending one is part of the interrupt controller's state.
    /// </summary>
    /// <exception cref="StateFailure">The section is not a serial port's; nothing has changed.</exception>
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

    // IIR holds either "no interrupt" or at least one interrupt, never both.
    private static byte ReadInterruptIdentification(ref StateReader state)
    {
        const string Field = "IIR";
        byte value = state.ReadBits(Field, NoInterrupt | TransmitterEmpty | ReceivedData);
        bool isNone = (value & NoInterrupt) != 0;
        return isNone == ((value & ~NoInterrupt) == 0) ? value : throw state.Refuse(Field, $"it is 0x{value:x}, which has interrupts besides bit 0");
    }
}
