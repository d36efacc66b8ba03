using System.Buffers.Binary;
using System.Linq;
using Kiln.Vmm.Kvm.Arch.X64;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Registers;

/// <summary>Offsets of the values in the state of a single-processor machine, each preceded by its length.</summary>
internal sealed unsafe class StatePlaces
{
    private const uint TimeStamp = 0x10;
    private const int CurrentCount = 0x390;
    private const int RegisterLength = sizeof(uint) + sizeof(ulong);

    private readonly List<(string Field, int Start, int Length)> _places = [];

    internal StatePlaces(byte[] state)
    {
        int at = 12;
        Add("header", 0);
        Section("processors");
        Add("count", sizeof(ulong));
        Section("vcpu 0");
        foreach (string field in (string[])["mp_state", "regs", "sregs", "xsave", "xcrs", "debugregs", "lapic"])
        {
            Block(field);
        }
        Add("tsc_khz", sizeof(uint));
        Block("cpuid2");
        int count = (int)BinaryPrimitives.ReadUInt64LittleEndian(state.AsSpan(at));
        Add("msr count", sizeof(ulong));
        for (; count > 0; count--)
        {
            Add($"msr {BinaryPrimitives.ReadUInt32LittleEndian(state.AsSpan(at)):x}", RegisterLength);
        }
        Block("vcpu_events");
        Section("chips");
        Block("pit2");
        Add("clock", sizeof(ulong));
        Add("realtime known", 1);
        Add("realtime", sizeof(ulong));
        Block("pic_master");
        Block("pic_slave");
        Block("ioapic");
        Assert.Equal(state.Length - sizeof(ulong), at);
        Assert.Equal(sizeof(kvm_vcpu_events), LengthOf("vcpu_events"));
        Assert.Equal(sizeof(kvm_ioapic_state), LengthOf("ioapic"));

        void Add(string field, int length)
        {
            _places.Add((field, at, length));
            at += length;
        }

        void Section(string name) => Add($"section {name}", 1 + name.Length + sizeof(ushort) + sizeof(ulong));

        void Block(string field)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(state.AsSpan(at));
            Add($"{field} length", sizeof(ulong));
            Add(field, length);
        }
    }

    /// <summary>Where a value starts; of a register its number comes first.</summary>
    internal int Of(string field) => _places.Single(place => place.Field == field).Start;

    /// <summary>The same, or null if there is no such value.</summary>
    internal int? TryFind(string field) => _places.Exists(place => place.Field == field) ? Of(field) : null;

    internal int LengthOf(string field) => _places.Single(place => place.Field == field).Length;

    /// <summary>The value that a byte belongs to; those of a kind have one name.</summary>
    internal string At(int offset) =>
        _places.LastOrDefault(place => place.Start <= offset && offset < place.Start + place.Length).Field ?? "header";

    /// <summary>The values in which two states differ, except those that advance by themselves.</summary>
    internal IEnumerable<string> Differences(byte[] one, byte[] other)
    {
        byte[] first = WithoutTime(one);
        byte[] second = WithoutTime(other);
        Assert.Equal(first.Length, second.Length);
        return Enumerable.Range(0, first.Length).Where(at => first[at] != second[at]).Select(At).Distinct();
    }

    // The TSC, remaining timer counts, KVM's clock, which follows real time once vCPUs have run, and the start times of the PIT's counts.
    private byte[] WithoutTime(byte[] state)
    {
        byte[] still = [.. state[..^sizeof(ulong)]];
        still.AsSpan(Of($"msr {TimeStamp:x}"), RegisterLength).Clear();
        still.AsSpan(Of("lapic") + CurrentCount, sizeof(uint)).Clear();
        still.AsSpan(Of("clock"), sizeof(ulong)).Clear();
        still.AsSpan(Of("realtime known"), 1 + sizeof(ulong)).Clear();
        for (int channel = 0; channel < 3; channel++)
        {
            still.AsSpan(Of("pit2") + ((channel + 1) * sizeof(kvm_pit_channel_state)) - sizeof(long), sizeof(long)).Clear();
        }
        return still;
    }
}
