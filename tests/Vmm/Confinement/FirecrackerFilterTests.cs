using Kiln.Vmm.Confinement;
using Xunit;

namespace Kiln.Vmm.Tests.Confinement;

/// <summary>Firecracker's filter files are recognized among other files that are not Kiln filter sets.</summary>
public sealed class FirecrackerFilterTests
{
    /// <summary>Text, the older encoding with any thread first, the newer one.</summary>
    public static TheoryData<byte[]> Filters => new(
        [.. "{}"u8], [.. " \t\r\n{"u8], Bincode(3, "vmm"), Bincode(3, "api"), Bincode(4, "vcpu"), [3, 4, 135, .. "apivcpuvmm"u8], [.. "apivcpuvmm"u8]);

    /// <summary>Whatever else, and what ends too early.</summary>
    public static TheoryData<byte[]> Others => new(
        (byte[])[], [.. "12 bytes of."u8], [.. "KILNFSET"u8, .. new byte[64]], [.. " }"u8], [3], [3, 0, 0, 0, 0, 0, 0, 0], Bincode(3, "vmm")[..15],
        Bincode(3, "vmm")[..18], Bincode(5, "vcpus"), Bincode(4, "vmm"), Bincode(3, "xyz"), [2, .. Bincode(3, "vmm")[1..]], [.. "apivcpuvm"u8],
        [.. new byte[64], .. "apivcpuvmm"u8]);

    [Theory]
    [MemberData(nameof(Filters))]
    public void AFilterIsKnown(byte[] file) => Assert.True(FirecrackerFilter.Is(file));

    [Theory]
    [MemberData(nameof(Others))]
    public void NothingElseIs(byte[] file) => Assert.False(FirecrackerFilter.Is(file));

    private static byte[] Bincode(byte length, string name) =>
        [3, 0, 0, 0, 0, 0, 0, 0, length, 0, 0, 0, 0, 0, 0, 0, .. System.Text.Encoding.ASCII.GetBytes(name)];
}
