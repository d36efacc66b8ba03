using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Legacy;

// The status register is not saved: it follows from the other fields.
internal sealed partial class I8042
{
    private const string Section = "i8042";
    private const ushort Version = 1;

    /// <summary>Saves the registers and the queued bytes. Call while no vCPU runs.</summary>
    internal void Save(ref StateWriter state)
    {
        Span<byte> waiting = stackalloc byte[Capacity];
        for (int index = 0; index < _count; index++)
        {
            waiting[index] = _waiting[(_first + index) % Capacity];
        }
        state.Begin(Section, Version);
        state.WriteBytes(waiting[.._count]);
        state.WriteByte(_control);
        state.WriteByte(_outputPort);
        state.WriteByte(_command);
        state.End();
    }

    /// <summary>
    /// Restores the saved state. Call while no vCPU runs. Raises no interrupt: a pending one is part of the interrupt controller's state.
    /// </summary>
    /// <exception cref="StateFailure">The section is not a keyboard controller's; nothing has changed.</exception>
    internal void Load(ref StateReader state)
    {
        Span<byte> waiting = stackalloc byte[Capacity];
        state.Begin(Section, Version);
        int count = state.ReadBytes("waiting", waiting);
        byte control = state.ReadByte("control");
        byte outputPort = state.ReadByte("output port");
        byte command = state.ReadByte("command");
        if (command is not (NoCommand or WriteControl or WriteOutputPort))
        {
            throw state.Refuse("command", $"it is 0x{command:x}, which takes no data");
        }
        state.End();
        bool taken = false;
        _lock.Enter(ref taken);
        waiting[..count].CopyTo(_waiting);
        _first = 0;
        _count = count;
        _control = control;
        _outputPort = outputPort;
        _command = command;
        _status = (byte)(KeyboardEnabled | (count > 0 ? OutputFull : 0) | (command == NoCommand ? 0 : CommandPending));
        _lock.Exit();
    }
}
