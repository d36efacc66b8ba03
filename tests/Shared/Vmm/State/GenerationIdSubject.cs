using Kiln.Testing.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Acpi;
using Kiln.Vmm.Memory;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.State;

/// <summary>A generation ID, whose value is never equal and therefore not observed.</summary>
internal sealed class GenerationIdSubject : IStateSubject
{
    private readonly SmallMemory _memory = new();
    private readonly CountingGsiLine _line = new();
    private readonly VmGenerationId _id;

    internal GenerationIdSubject() => _id = new VmGenerationId(_memory.Guest, new GuestAddress(0x4000), _line);

    public string Act(Random random)
    {
        int before = _line.Count;
        _id.Renew();
        _id.Notify();
        return $"{_line.Count - before}";
    }

    public void Save(ref StateWriter state) => _id.Save(ref state);

    public void Load(ref StateReader state) => _id.Load(ref state);

    public IStateSubject Fresh() => new GenerationIdSubject();

    public void Dispose() => _memory.Dispose();
}
