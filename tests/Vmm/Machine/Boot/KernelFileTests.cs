using System.IO;
using System.Threading;
using Kiln.Testing.Vmm;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Boot;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Boot;

/// <summary>What cannot be a kernel's file is refused at once, and reads stay inside the file.</summary>
public sealed class KernelFileTests
{
    [Fact]
    public void AMissingFileIsNamedWithACure() => Refused(
        "/nowhere/vmlinux",
        "The kernel file cannot be opened: No such file or directory (os error 2): "
        + "/nowhere/vmlinux; in a jail its path is relative to the jail's root");

    [Theory]
    [InlineData("/")]
    [InlineData("/dev/null")]
    public void WhatIsNoRegularFileIsRefused(string path) => Refused(
        path, $"The kernel file cannot be opened: {path} is not a regular file");

    [Fact]
    public void APipeThatNobodyWritesIsRefusedWithoutWaiting()
    {
        string path = Path.Combine(Path.GetTempPath(), $"kiln-{Guid.NewGuid():N}");
        using (System.Diagnostics.Process process = System.Diagnostics.Process.Start("mkfifo", path))
        {
            process.WaitForExit();
        }
        try
        {
            string? line = null;
            Thread opener = new(() => line = Assert.Throws<VmmFailure>(() => KernelFile.Open("The kernel file cannot be opened:", path)).Message) { IsBackground = true };
            opener.Start();

            Assert.True(opener.Join(TimeSpan.FromSeconds(20)), "the pipe was waited for");
            Assert.Equal($"The kernel file cannot be opened: {path} is not a regular file", line);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void ANameThatBreaksTheLineIsEscaped() => Refused(
        "/no\nsuch\u001b[31m",
        "The kernel file cannot be opened: No such file or directory (os error 2): "
        + "/no\\u000asuch\\u001b[31m; in a jail its path is relative to the jail's root");

    [Theory]
    [InlineData(0UL, 4, true)]
    [InlineData(3UL, 1, true)]
    [InlineData(4UL, 0, true)]
    [InlineData(1UL, 4, false)]
    [InlineData(4UL, 1, false)]
    [InlineData(5UL, 0, false)]
    [InlineData(ulong.MaxValue, 1, false)]
    [InlineData(1UL << 63, 1, false)]
    public void AReadOutsideTheFileIsRefused(ulong offset, int length, bool inside)
    {
        using TemporaryFile file = new("abcd"u8);
        using KernelFile kernel = KernelFile.Open("The kernel file cannot be opened:", file.Path);
        byte[] target = new byte[length];

        Assert.Equal(inside, kernel.TryRead(offset, target));
        Assert.Equal(inside ? "abcd"u8[(int)offset..((int)offset + length)].ToArray() : new byte[length], target);
    }

    private static void Refused(string path, string line) =>
        Assert.Equal(line, Assert.Throws<VmmFailure>(() => KernelFile.Open("The kernel file cannot be opened:", path)).Message);
}
