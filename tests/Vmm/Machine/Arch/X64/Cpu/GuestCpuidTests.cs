using System.Linq;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm.Arch.X64;
using Kiln.Vmm.Machine.Arch.X64.Cpu;
using Kiln.Vmm.Model.Processors;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Cpu;

/// <summary>The CPUID leaves of the reference's section 1.9 have its values, on Intel and AMD; all others stay as KVM supplies them.</summary>
public sealed class GuestCpuidTests
{
    private const string Intel = "intel-skylake";
    private const string Amd = "amd-turin";

    /// <summary>Of four processors, two to a core, the one with number 3; and of a single one.</summary>
    [Theory]
    [InlineData(Intel, 4, true, 3, (string[])
        [
            "0 0 0: 0000000d 756e6547 6c65746e 49656e69",
            "1 0 0: 00050654 03040800 fffa3203 1fabfbff",
            "4 0 1: 04004121 01c0003f 0000003f 00000000",
            "4 1 1: 04004122 01c0003f 0000003f 00000000",
            "4 2 1: 04004143 03c0003f 000003ff 00000000",
            "4 3 1: 0400c163 0280003f 00004fff 00000004",
            "4 4 1: 1c000000 00000000 00000000 00000000",
            "7 0 1: 00000000 d19f6ffb 00000008 0c000000",
            "a 0 0: 00000000 00000000 00000000 00000000",
            "b 0 1: 00000001 00000002 00000100 00000003",
            "b 1 1: 00000005 00000004 00000201 00000003",
            "b 2 1: 00000000 00000000 00000002 00000003",
            "80000002 0 0: 65746e49 2952286c 6f655820 2952286e",
            "80000003 0 0: 6f725020 73736563 4020726f 322e3220",
            "80000004 0 0: 7a484730 00000000 00000000 00000000",
        ])]
    [InlineData(Intel, 1, false, 0, (string[])
        [
            "0 0 0: 0000000d 756e6547 6c65746e 49656e69",
            "1 0 0: 00050654 00010800 fffa3203 0fabfbff",
            "4 0 1: 00000121 01c0003f 0000003f 00000000",
            "4 1 1: 00000122 01c0003f 0000003f 00000000",
            "4 2 1: 00000143 03c0003f 000003ff 00000000",
            "4 3 1: 00000163 0280003f 00004fff 00000004",
            "4 4 1: 1c000000 00000000 00000000 00000000",
            "7 0 1: 00000000 d19f6ffb 00000008 0c000000",
            "a 0 0: 00000000 00000000 00000000 00000000",
            "b 0 1: 00000000 00000001 00000100 00000000",
            "b 1 1: 00000005 00000001 00000201 00000000",
            "b 2 1: 00000000 00000000 00000002 00000000",
            "80000002 0 0: 65746e49 2952286c 6f655820 2952286e",
            "80000003 0 0: 6f725020 73736563 4020726f 322e3220",
            "80000004 0 0: 7a484730 00000000 00000000 00000000",
        ])]
    [InlineData(Amd, 4, true, 3, (string[])
        [
            "0 0 0: 0000001c 68747541 444d4163 69746e65",
            "1 0 0: 00b00f21 03040800 81202000 178bfbff",
            "7 0 1: 00000001 01800002 00000104 00000000",
            "b 0 1: 00000001 00000002 00000100 00000003",
            "b 1 1: 00000005 00000004 00000201 00000003",
            "80000001 0 0: 00b00f21 40000000 00400393 23d3fbff",
            "80000002 0 0: 20444d41 43595045 00000000 00000000",
            "80000003 0 0: 00000000 00000000 00000000 00000000",
            "80000004 0 0: 00000000 00000000 00000000 00000000",
            "80000005 0 0: ff60ff40 ff60ff40 300c0140 20080140",
            "80000006 0 0: 40802040 60804040 04008140 0c009140",
            "80000008 0 0: 00003030 50020005 00007003 00000000",
            "8000001d 0 1: 00004121 02c0003f 0000003f 00000000",
            "8000001d 1 1: 00004122 01c0003f 0000003f 00000000",
            "8000001d 2 1: 00004143 03c0003f 000003ff 00000002",
            "8000001d 3 1: 0000c163 03c0003f 00007fff 00000001",
            "8000001d 4 1: 00000000 00000000 00000000 00000000",
            "8000001e 0 0: 00000003 00000101 00000000 00000000",
        ])]
    [InlineData(Amd, 32, false, 31, (string[])
        [
            "0 0 0: 0000001c 68747541 444d4163 69746e65",
            "1 0 0: 00b00f21 1f200800 81202000 178bfbff",
            "7 0 1: 00000001 01800002 00000104 00000000",
            "b 0 1: 00000000 00000001 00000100 0000001f",
            "b 1 1: 00000005 00000020 00000201 0000001f",
            "80000001 0 0: 00b00f21 40000000 00400393 23d3fbff",
            "80000002 0 0: 20444d41 43595045 00000000 00000000",
            "80000003 0 0: 00000000 00000000 00000000 00000000",
            "80000004 0 0: 00000000 00000000 00000000 00000000",
            "80000005 0 0: ff60ff40 ff60ff40 300c0140 20080140",
            "80000006 0 0: 40802040 60804040 04008140 0c009140",
            "80000008 0 0: 00003030 50020005 0000701f 00000000",
            "8000001d 0 1: 00000121 02c0003f 0000003f 00000000",
            "8000001d 1 1: 00000122 01c0003f 0000003f 00000000",
            "8000001d 2 1: 00000143 03c0003f 000003ff 00000002",
            "8000001d 3 1: 0007c163 03c0003f 00007fff 00000001",
            "8000001d 4 1: 00000000 00000000 00000000 00000000",
            "8000001e 0 0: 0000001f 0000001f 00000000 00000000",
        ])]
    public void LeavesHoldWhatTheReferenceSays(string host, int count, bool smt, int index, string[] expected)
    {
        Recording recording = Recording.Of(host);

        CpuidLeaves leaves = GuestCpuid.Of(recording, new ProcessorTopology(count, smt)).For(recording.Supported, index);

        string[] changed = [.. expected.Select(line => line[..line.IndexOf(' ', line.IndexOf(' ') + 1)])];
        string[] all = CpuidText.Of(leaves);
        Assert.Equal(expected, all.Where(line => changed.Any(leaf => line.StartsWith(leaf + " ", StringComparison.Ordinal))));
        Assert.Equal(
            CpuidText.Of(recording.Supported).Where(line => !changed.Any(leaf => line.StartsWith(leaf + " ", StringComparison.Ordinal))),
            all.Where(line => !changed.Any(leaf => line.StartsWith(leaf + " ", StringComparison.Ordinal))));
    }

    [Fact]
    public void BitsThatTheRecordingsDoNotHaveAreSetAndCleared()
    {
        Recording intel = Recording.Of(Intel);
        SetAll(intel.Supported, (1, 0), (6, 0), (7, 0), (0x1F, 0), (0x1F, 1), (0x1F, 2));
        intel.Say(0x8000_0006, 0, new CpuidRegisters(1, 2, 3, 0xFFFF_FFFF));
        CpuidLeaves leaves = For(intel);

        Assert.Equal("1 0 0: ffffffff 010208ff ffff7fff ffffffff", CpuidText.Of(leaves, 1));
        Assert.Equal("6 0 0: fffffffd ffffffff fffffff7 ffffffff", CpuidText.Of(leaves, 6));
        Assert.Equal("7 0 1: ffffffff ffffffff ffffff5f ffefffff", CpuidText.Of(leaves, 7));
        Assert.Equal("1f 0 1: 00000000 00000001 00000100 00000001", CpuidText.Of(leaves, 0x1F));
        Assert.Equal("1f 1 1: 00000005 00000002 00000201 00000001", CpuidText.Of(leaves, 0x1F, 1));
        Assert.Equal("1f 2 1: 00000000 00000000 00000002 00000001", CpuidText.Of(leaves, 0x1F, 2));
        Assert.Equal("80000006 0 0: 00000001 00000002 00000003 fffcffff", CpuidText.Of(leaves, 0x8000_0006));

        Recording amd = Recording.Of(Amd);
        SetAll(amd.Supported, (7, 0), (0x8000_0008, 0));
        amd.Say(0x8000_001E, 0, new CpuidRegisters(uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue));
        leaves = For(amd);
        Assert.Equal("7 0 1: ffffffff ffffffff ffffff7f dfefffff", CpuidText.Of(leaves, 7));
        Assert.Equal("80000008 0 0: ffffffff ffffffff ffff7f01 ffffffff", CpuidText.Of(leaves, 0x8000_0008));
        Assert.Equal("8000001e 0 0: 00000001 ffff0001 fffff800 ffffffff", CpuidText.Of(leaves, 0x8000_001E));
    }

    [Fact]
    public void ClearBitsAreSet()
    {
        Recording intel = Recording.Of(Intel);
        intel.Supported.Put(new kvm_cpuid_entry2 { function = 1 });
        intel.Supported.Put(new kvm_cpuid_entry2 { function = 7, flags = 1 });
        Recording amd = Recording.Of(Amd);
        amd.Supported.Put(new kvm_cpuid_entry2 { function = 0x8000_0001 });

        Assert.Equal("1 0 0: 00000000 01020800 81000000 10000000", CpuidText.Of(For(intel), 1));
        Assert.Equal("7 0 1: 00000000 00002040 00000000 00000000", CpuidText.Of(For(intel), 7));
        Assert.Equal("80000001 0 0: 00000000 00000000 00400000 00000000", CpuidText.Of(For(amd), 0x8000_0001));
    }

    [Theory]
    [InlineData("Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz", "Intel(R) Xeon(R) Processor @ 2.50GHz")]
    [InlineData("Intel(R) Xeon(R) CPU @ 900MHz   ", "Intel(R) Xeon(R) Processor @ 900MHz")]
    [InlineData("Intel(R) Xeon(R) Platinum 8488C", "Intel(R) Xeon(R) Processor")]
    [InlineData("Intel @ fastGHz", "Intel(R) Xeon(R) Processor")]
    [InlineData("GHz", "Intel(R) Xeon(R) Processor")]
    [InlineData("", "Intel(R) Xeon(R) Processor")]
    public void TheBrandKeepsTheHostsFrequencyAlone(string host, string guest)
    {
        Recording recording = Recording.Of(Intel);
        SetBrand(recording, host);
        Recording told = Recording.Of(Intel);
        foreach (kvm_cpuid_entry2 leaf in For(recording).Entries)
        {
            told.Say(leaf.function, leaf.index, new CpuidRegisters(leaf.eax, leaf.ebx, leaf.ecx, leaf.edx));
        }

        Assert.Equal(guest, told.Brand);
    }

    [Fact]
    public void OtherMakersAreRefused()
    {
        Recording recording = Recording.Of(Intel);
        recording.Say(0, 0, new CpuidRegisters(0xD, 0x746E_6543, 0x736C_7561, 0x4872_7561));

        VmmFailure failure = Assert.Throws<VmmFailure>(() => For(recording));

        Assert.Equal("this host's processor is made by neither Intel nor AMD; CPUID leaves are known for these two", failure.Message);
    }

    [Fact]
    public void EveryProcessorHasItsOwnNumberAndACoreOfItsOwnOrShared()
    {
        foreach (string host in (string[])[Intel, Amd])
        {
            Recording recording = Recording.Of(host);
            for (int count = 1; count <= 32; count++)
            {
                foreach (bool smt in count == 1 || count % 2 == 0 ? (bool[])[false, true] : [false])
                {
                    GuestCpuid cpuid = GuestCpuid.Of(recording, new ProcessorTopology(count, smt));
                    CpuidLeaves[] processors = [.. Enumerable.Range(0, count).Select(index => cpuid.For(recording.Supported, index))];
                    Assert.Equal(
                        Enumerable.Range(0, count), processors.Select(leaves => (int)(leaves.Find(1)!.Value.ebx >> 24)));
                    Assert.All(processors, (leaves, index) => Assert.Equal((uint)index, leaves.Find(0xB)!.Value.edx));
                    int shift = (int)processors[0].Find(0xB)!.Value.eax;
                    Assert.Equal(smt && count > 1 ? count / 2 : count, Enumerable.Range(0, count).Select(index => index >> shift).Distinct().Count());
                    Assert.True((int)((processors[0].Find(1)!.Value.ebx >> 16) & 0xFF) is var ids && ids >= count && ids < 2 * count);
                }
            }
        }
    }

    private static CpuidLeaves For(Recording recording) =>
        GuestCpuid.Of(recording, new ProcessorTopology(2, Smt: false)).For(recording.Supported, 1);

    private static void SetAll(CpuidLeaves leaves, params (uint Leaf, uint Subleaf)[] places)
    {
        foreach ((uint leaf, uint subleaf) in places)
        {
            leaves.Put(new kvm_cpuid_entry2
            {
                function = leaf,
                index = subleaf,
                flags = leaf is 7 or 0x1F ? 1u : 0,
                eax = uint.MaxValue,
                ebx = uint.MaxValue,
                ecx = uint.MaxValue,
                edx = uint.MaxValue,
            });
        }
    }

    private static void SetBrand(Recording recording, string brand)
    {
        byte[] text = new byte[48];
        System.Text.Encoding.ASCII.GetBytes(brand, text);
        for (uint leaf = 0; leaf < 3; leaf++)
        {
            uint[] words = [.. Enumerable.Range(0, 4).Select(word => BitConverter.ToUInt32(text, (int)(leaf * 16) + (word * 4)))];
            recording.Say(0x8000_0002 + leaf, 0, new CpuidRegisters(words[0], words[1], words[2], words[3]));
        }
    }
}
