using System.Globalization;
using System.IO;
using System.Linq;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;
using Kiln.Vmm.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Memory;

/// <summary>The kernel's view of the mappings behind guest memory.</summary>
public sealed unsafe class GuestMappingTests
{
    private const ulong MiB = 1UL << 20;

    // proc(5): dd is "do not dump", mg "mergeable", nr "no swap space reserved".
    [Fact]
    public void GuestMemoryIsNotDumpedNotMergedNotReserved()
    {
        using GuestMemory memory = GuestMemoryTests.Create(2 * MiB);

        string[] flags = FlagsOf(memory.HostAddressOf(0));
        Assert.Contains("dd", flags);
        Assert.Contains("nr", flags);
        Assert.DoesNotContain("mg", flags);
    }

    // hg is "huge pages advised".
    [Fact]
    public void TransparentHugePagesAreAdvisedOnABoundary()
    {
        Assert.Null(GuestMemory.TryCreate(4 * MiB, HugePages.Transparent, out GuestMemory? memory));
        using (memory)
        {
            Assert.Contains("hg", FlagsOf(memory!.HostAddressOf(0)));
            Assert.Equal(0u, (nuint)memory.HostAddressOf(0) % (2 * (nuint)MiB));
        }
    }

    // More than any host has: what the reserve cannot give is refused at once, not when a guest touches it.
    [Fact]
    public void HugePagesThatTheReserveLacksAreRefused()
    {
        SystemError? error = GuestMemory.TryCreate(1UL << 45, HugePages.Reserved, out GuestMemory? memory);

        Assert.Null(memory);
        Assert.Equal(("mmap", Errno.ENOMEM), (error!.Value.Call, error.Value.Errno));
    }

    [Fact]
    public void OtherMemoryIsDumpedAndReserved()
    {
        Assert.Null(Mapping.TryAnonymous(2 * (nuint)MiB, Protection.PROT_READ | Protection.PROT_WRITE, default, out Mapping? mapping));
        using (mapping)
        {
            Assert.DoesNotContain("dd", FlagsOf(mapping!.Address));
            Assert.DoesNotContain("nr", FlagsOf(mapping.Address));
        }
    }

    // 2^40 MiB, the most that mem_size_mib is documented to reach here. The two regions below 512 GiB are given, the third is not.
    [Fact]
    public void MemoryThatTheHostDoesNotHaveIsRefusedAndLeavesNothing()
    {
        ulong before = AddressSpace();

        SystemError? error = GuestMemory.TryCreate(1UL << 60, HugePages.None, out GuestMemory? memory);

        Assert.Null(memory);
        Assert.Equal(("mmap", Errno.ENOMEM), (error!.Value.Call, error.Value.Errno));
        Assert.True(AddressSpace() < before + (3UL << 30));
    }

    [Fact]
    public void DisposedMemoryIsUnmapped()
    {
        ulong before = AddressSpace();
        GuestMemory memory = GuestMemoryTests.Create(64UL << 30);
        ulong held = AddressSpace();
        memory.Dispose();

        Assert.True(held >= before + (60UL << 30), $"{before} {held}");
        Assert.True(AddressSpace() < before + (30UL << 30));
    }

    // Other tests run meanwhile; bounds are wider than anything that they map.
    private static ulong AddressSpace()
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmSize:", StringComparison.Ordinal));
        return ulong.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) << 10;
    }

    internal static string[] FlagsOf(byte* address)
    {
        bool inside = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!words[0].EndsWith(':'))
            {
                ulong[] range = Array.ConvertAll(words[0].Split('-'), text => Convert.ToUInt64(text, 16));
                inside = range[0] <= (ulong)address && (ulong)address < range[1];
            }
            else if (inside && words[0] == "VmFlags:")
            {
                return words[1..];
            }
        }
        throw new InvalidOperationException("no mapping has this address");
    }
}
