using System.Buffers.Binary;
using System.Linq;
using System.Text;
using Kiln.Testing.Vmm.Snapshots;
using Kiln.Testing.Vmm.State;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Model;
using Kiln.Vmm.Snapshots;
using Kiln.Vmm.State;
using Xunit;

namespace Kiln.Vmm.Tests.Snapshots;

/// <summary>A state that is damaged, newer or another program's is refused by a line that says so.</summary>
public sealed class DamagedSnapshotTests(ITestOutputHelper output)
{
    private static readonly byte[] _smallest = SampleSnapshot.Of(SampleSnapshot.Smallest);

    [Fact]
    public void EverySingleBitThatFlipsIsSeen()
    {
        byte[] state = [.. _smallest];
        int taken = 0;
        for (int bit = 0; bit < state.Length * 8; bit++)
        {
            state[bit / 8] ^= (byte)(1 << (bit % 8));
            taken += RefusalOf(state) is null ? 1 : 0;
            state[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        output.WriteLine($"{state.Length * 8} bits");
        Assert.Equal(0, taken);
        Assert.Null(RefusalOf(state));
    }

    [Fact]
    public void AStateThatIsCutAnywhereIsRefused() =>
        Assert.All(Enumerable.Range(0, _smallest.Length), length => Assert.NotNull(RefusalOf(_smallest.AsSpan(0, length))));

    // Then it is a section that has too little, or is not there.
    [Fact]
    public void AStateThatIsCutAnywhereIsRefusedEvenWithARightChecksum() => Assert.All(
        Enumerable.Range(0, _smallest.Length - StateFormat.ChecksumLength),
        length => Assert.NotNull(RefusalOf(Sealed([.. _smallest.AsSpan(0, length), .. new byte[StateFormat.ChecksumLength]]))));

    [Fact]
    public void AStateWithMoreBehindItsEndIsRefused()
    {
        byte[] more = [.. _smallest.AsSpan(0, _smallest.Length - StateFormat.ChecksumLength), 7, .. "balloon"u8, .. new byte[2 + 8 + 8]];

        Assert.Equal(
            "The state's section 'state' is refused, field 'sections': 'balloon' is not understood: load it with the monitor that saved it",
            RefusalOf(Sealed(more)));
    }

    [Theory]
    [InlineData("origin", "origin")]
    [InlineData("configuration", "configuration", 3)]
    [InlineData("machine-config", "configuration/machine-config")]
    [InlineData("machine", "machine")]
    [InlineData("gsi", "machine/gsi")]
    [InlineData("vcpu 0", "machine/processors/vcpu 0")]
    [InlineData("chips", "machine/chips")]
    [InlineData("i8042", "machine/devices/i8042")]
    [InlineData("clock", "machine/devices/clock")]
    public void ANewerSectionIsRefusedByItsVersion(string name, string section, int newest = 1)
    {
        byte[] state = [.. _smallest];
        BinaryPrimitives.WriteUInt16LittleEndian(state.AsSpan(BehindNameOf(name, state)), (ushort)(newest + 1));

        Assert.Equal(
            $"The state's section '{section}' is refused, field 'version': it is {newest + 1}, and this monitor reads 1 to {newest}: load it with the "
            + "monitor that saved it",
            RefusalOf(Sealed(state)));
    }

    // The first ended before the metadata service, the second before the vsock device and the balloon: a byte each where there is none.
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    public void AConfigurationOfAnEarlierVersionIsRead(ushort earlier, int missing)
    {
        int version = BehindNameOf("configuration", _smallest);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(_smallest.AsSpan(version + sizeof(ushort)));
        int end = version + sizeof(ushort) + sizeof(ulong) + (int)length;
        byte[] state = [.. _smallest[..(end - missing)], .. _smallest[end..]];
        BinaryPrimitives.WriteUInt16LittleEndian(state.AsSpan(version), earlier);
        BinaryPrimitives.WriteUInt64LittleEndian(state.AsSpan(version + sizeof(ushort)), length - (ulong)missing);

        VmConfiguration read = SavedSnapshot.Read(Sealed(state)).Configuration;
        Assert.Equal((null, null, null), (read.Mmds, read.Vsock, read.Balloon));
    }

    [Theory]
    [InlineData("origin", "nigiro", "origin")]
    [InlineData("clock", "pmem0", "machine/devices/clock")]
    public void AnUnknownSectionIsRefusedByItsName(string name, string other, string section)
    {
        byte[] state = [.. _smallest];
        Encoding.ASCII.GetBytes(other).CopyTo(state, BehindNameOf(name, state) - name.Length);

        Assert.Equal(
            $"The state's section '{section}' is refused, field 'name': '{other}' stands in its place: load it with the monitor that saved it",
            RefusalOf(Sealed(state)));
    }

    [Fact]
    public void ANewerFormatIsRefusedByItsVersionBeforeItsChecksum()
    {
        byte[] state = [.. _smallest];
        state[sizeof(ulong)]++;

        Assert.Equal(
            "The state's section 'state' is refused, field 'version': it is 12.0, and this monitor reads 11.0 to 11.0: load it with the monitor that saved it",
            RefusalOf(state));
    }

    public static TheoryData<string, byte[], string> Foreign => new()
    {
        { "empty", [], "field 'length': it is 0, and a state has from 20 to 10000000 bytes: name a state file of Kiln" },
        { "JSON", [.. "{\"snapshot_path\": \"vm.state\"}"u8], "field 'magic': it is another program's: name a state file of Kiln" },
        { "ELF", [0x7F, .. "ELF"u8, .. new byte[100]], "field 'magic': it is another program's: name a state file of Kiln" },
        { "memory", new byte[1 << 20], "field 'magic': it is another program's: name a state file of Kiln" },
        {
            "Firecracker's", [0, 0, 0x64, 0x48, 0x98, 0x01, 0x71, 0x07, .. new byte[100]],
            "field 'magic': it is another program's: name a state file of Kiln; Firecracker's cannot be read"
        },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void AnotherFileIsRefusedAsSuch(string kind, byte[] file, string reason)
    {
        output.WriteLine(kind);

        Assert.StartsWith($"The state's section 'state' is refused, {reason}", RefusalOf(file), StringComparison.Ordinal);
    }

    // The lengths of what is in a file are the file's own: they say nothing of how much memory or time it takes.
    [Fact]
    public void AMachineThatNoHostMapsIsRefused()
    {
        byte[] state = [.. _smallest];
        // The number of MiB follows count and SMT of the processors.
        int place = BehindNameOf("machine-config", state) + sizeof(ushort) + sizeof(ulong) + 2;
        BinaryPrimitives.WriteUInt64LittleEndian(state.AsSpan(place), MachineConfiguration.MostMebibytes);

        VmmFailure failure = Assert.Throws<VmmFailure>(() => SavedSnapshot.Read(Sealed(state)));

        Assert.StartsWith("the state's machine has 8796093022207 MiB of memory, which this host does not map: ENOMEM", failure.Message, StringComparison.Ordinal);
    }

    private static byte[] Sealed(byte[] state)
    {
        SavedState.Seal(state);
        return state;
    }

    private static int BehindNameOf(string name, ReadOnlySpan<byte> state)
    {
        byte[] text = [(byte)name.Length, .. Encoding.ASCII.GetBytes(name)];
        int at = state.IndexOf(text);
        return at < 0 ? throw new ArgumentException($"the state has no section '{name}'", nameof(name)) : at + text.Length;
    }

    private static string? RefusalOf(ReadOnlySpan<byte> state)
    {
        try
        {
            _ = SavedSnapshot.Read(state);
            return null;
        }
        catch (StateFailure failure)
        {
            return failure.Message;
        }
    }
}
