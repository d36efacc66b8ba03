using Kiln.Testing.Vmm.Devices.Legacy;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.State;

/// <summary>A keyboard controller: commands, data, keys.</summary>
internal sealed class I8042Subject : IStateSubject
{
    private static readonly byte[] _commands = [0x20, 0x60, 0xD0, 0xD1, 0xFE, 0xAA];

    private readonly CountingLine _reset = new();
    private readonly CountingLine _interrupt = new();
    private readonly I8042 _controller;

    internal I8042Subject() => _controller = new I8042(_reset, _interrupt, new VmmMetrics().I8042);

    public string Act(Random random)
    {
        (int resets, int interrupts) = (_reset.Count, _interrupt.Count);
        Span<byte> value = [(byte)random.Next(256)];
        bool isPressed = false;
        switch (random.Next(5))
        {
            case 0:
                _controller.Read(0, value);
                break;
            case 1:
                _controller.Read(4, value);
                break;
            case 2:
                _controller.Write(0, value);
                break;
            case 3:
                _controller.Write(4, [_commands[random.Next(_commands.Length)]]);
                break;
            default:
                isPressed = _controller.TryPressCtrlAltDel();
                break;
        }
        return $"{value[0]} {isPressed} {_reset.Count - resets} {_interrupt.Count - interrupts}";
    }

    public void Save(ref StateWriter state) => _controller.Save(ref state);

    public void Load(ref StateReader state) => _controller.Load(ref state);

    public IStateSubject Fresh() => new I8042Subject();

    public void Dispose()
    {
    }
}
