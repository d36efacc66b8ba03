using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Linux.Identity;
using Kiln.Linux.Sockets;
using Kiln.Testing.Harness;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Tests.Logging;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Block;

/// <summary>A drive's file is a regular file or a disk, open as it was asked for; everything else is refused, at once and in one line.</summary>
public sealed class BackingFileTests : IDisposable
{
    private const string Fault = "Error manipulating the backing file: ";

    // Above what the test host opens by itself.
    private const int Place = 820;

    private readonly string _directory = Directory.CreateTempSubdirectory("kiln-drive-").FullName;

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(511, 0, 511)]
    [InlineData(512, 1, 0)]
    [InlineData(1025, 2, 1)]
    [InlineData(1 << 20, 2048, 0)]
    public void ARegularFileHasWholeSectors(long length, ulong sectors, int remainder)
    {
        using BackingFile file = Open(Make("disk", length), isReadOnly: false);

        Assert.Equal((sectors, remainder, PathOf("disk"), false), (file.Sectors, file.Remainder, file.Path, file.IsReadOnly));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AFileIsWrittenOnlyIfItMayBe(bool isReadOnly)
    {
        using BackingFile file = Open(Make("disk", 512), isReadOnly);

        Assert.Equal(isReadOnly ? Errno.EBADF : default, file.Descriptor.Write("x"u8).Errno);
        Assert.Equal(isReadOnly, file.IsReadOnly);
    }

    [Fact]
    public void AHugeFileOfHolesHasAllItsSectors()
    {
        // Most other file systems end earlier.
        string path = $"/dev/shm/kiln-{Guid.NewGuid():N}";
        try
        {
            Make(path, 1L << 62);
            using BackingFile file = Open(path, isReadOnly: true);

            Assert.Equal(1ul << 53, file.Sectors);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void ABlockDeviceHasItsSectors()
    {
        string image = Make("disk", 1 << 20);
        using LoopDevice device = LoopDevice.Attach(image, "--read-only");
        using BackingFile file = Open(device.Path, isReadOnly: true);
        (_, string identity) = Run("stat", "--format=%d%r%i", device.Path);

        Assert.Equal(2048ul, file.Sectors);
        Assert.Equal(identity.PadRight(20, '\0')[..20], Encoding.ASCII.GetString(file.Identity));
    }

    [Fact]
    public void ALinkLeadsToItsFile()
    {
        Make("disk", 512);
        File.CreateSymbolicLink(PathOf("link"), "disk");
        File.CreateSymbolicLink(PathOf("circle"), "circle");
        File.CreateSymbolicLink(PathOf("nowhere"), "absent");

        using BackingFile file = Open(PathOf("link"), isReadOnly: false);
        Assert.Equal((1ul, PathOf("link")), (file.Sectors, file.Path));
        Refused("circle", $"{Errno.ELOOP.Text} (os error 40) {PathOf("circle")}");
        Refused("nowhere", $"No such file or directory (os error 2) {PathOf("nowhere")}");
    }

    [Fact]
    public void WhatIsNotThereIsSaidAsTheContractSays() => Assert.Equal(
        "Error manipulating the backing file: No such file or directory (os error 2) foo.bar", BackingFile.TryOpen("foo.bar", isReadOnly: false, out _));

    [Fact]
    public void WhatIsNoDriveIsRefusedWithoutWaiting()
    {
        Directory.CreateDirectory(PathOf("directory"));
        Fifo.Make(PathOf("pipe"));
        using UnixSocket socket = UnixSocket.Create();
        Assert.Equal(0, socket.Bind(PathOf("socket")).Number);
        const string Kind = "is neither a regular file nor a block device; name one of these in path_on_host";

        Refused("pipe", $"{PathOf("pipe")} {Kind}");
        Refused("/dev/null", $"/dev/null {Kind}");
        Refused("socket", $"{Errno.ENXIO.Text} (os error 6) {PathOf("socket")}");
        Assert.Equal($"{Fault}{PathOf("directory")} {Kind}", BackingFile.TryOpen(PathOf("directory"), isReadOnly: true, out _));
        Assert.Equal(
            $"{Fault}Is a directory (os error 21) {PathOf("directory")}", BackingFile.TryOpen(PathOf("directory"), isReadOnly: false, out _));
        Assert.All(["pipe", "directory"], name => Assert.Empty(OpenDescriptors.Of(PathOf(name))));
    }

    [Fact]
    public void AFileOfOthersIsRefused()
    {
        File.SetUnixFileMode(Make("disk", 512), UnixFileMode.None);
        string? reason = null;
        // Capabilities are per thread; root without them loses its access to files.
        Thread thread = new(() =>
        {
            const int Nobody = 65534;
            _ = setfsuid(Nobody);
            reason = BackingFile.TryOpen(PathOf("disk"), isReadOnly: true, out _);
        });
        File.SetUnixFileMode(_directory, (UnixFileMode)0x1FF);
        thread.Start();
        thread.Join();

        Assert.Equal(
            $"{Fault}Permission denied (os error 13) {PathOf("disk")}; user {Credentials.UserAtStart}, as whom the monitor runs, must be able to read it and to enter the directories above it",
            reason);
    }

    [Fact]
    public void APathThatWouldBreakTheLineIsEscaped() => Assert.Equal(
        $"{Fault}No such file or directory (os error 2) /no\\u000awhere", BackingFile.TryOpen("/no\nwhere", isReadOnly: true, out _));

    [Theory]
    [InlineData(0ul, 0ul, 0ul, "000")]
    [InlineData(66304ul, 0ul, 1234567ul, "6630401234567")]
    [InlineData(12345ul, 1793ul, 12345678901ul, "12345179312345678901")]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, "18446744073709551615")]
    [InlineData(1ul, 1ul, ulong.MaxValue, "11184467440737095516")]
    public void AnIdentityIsThreeNumbersCutOrFilledUp(ulong device, ulong number, ulong inode, string identity)
    {
        byte[] bytes = BackingFile.IdentityOf(new FileStatus(device, inode, 0, 1, 0, 0, number, 0));

        Assert.Equal(identity.PadRight(20, '\0'), Encoding.ASCII.GetString(bytes));
    }

    [Fact]
    public void AnIdentityIsItsFiles()
    {
        using BackingFile file = Open(Make("disk", 512), isReadOnly: true);
        (_, string expected) = Run("stat", "--format=%d%r%i", file.Path);

        Assert.Equal(expected.PadRight(20, '\0')[..20], Encoding.ASCII.GetString(file.Identity));
    }

    [Fact]
    public void APlacedFileIsThereAndNowhereElse()
    {
        using BackingFile file = Open(Make("disk", 512), isReadOnly: false);
        Assert.Null(file.TryPlace(Place));

        Assert.Equal(Place, file.Descriptor.Number);
        Assert.Equal([Place], OpenDescriptors.Of(file.Path));
        // O_CLOEXEC, 02000000 as fdinfo writes it.
        Assert.Matches(@"flags:\s+02\d{6}\n", File.ReadAllText($"/proc/self/fdinfo/{Place}"));

        file.Dispose();
        Assert.Empty(OpenDescriptors.Of(file.Path));
        Assert.Throws<ObjectDisposedException>(() => file.Descriptor);
    }

    [Fact]
    public void APlaceThatIsTakenIsNotTakenAway()
    {
        using BackingFile first = Open(Make("first", 512), isReadOnly: false);
        using BackingFile second = Open(Make("second", 512), isReadOnly: false);
        Assert.Null(first.TryPlace(Place));

        Assert.Equal(
            $"{Fault}descriptor {Place}, where {second.Path} belongs, is in use; start the monitor with fewer open descriptors", second.TryPlace(Place));
        Assert.Equal([Place], OpenDescriptors.Of(first.Path));
        Assert.Single(OpenDescriptors.Of(second.Path));
    }

    [Fact]
    public void APlaceThatCannotBeIsNamedWithTheCure()
    {
        using BackingFile file = Open(Make("disk", 512), isReadOnly: false);
        const int Beyond = int.MaxValue - 1;

        Assert.Equal(
            $"{Fault}descriptor {Beyond}, where {file.Path} belongs, cannot be had: EBADF: {Errno.EBADF.Text} (os error 9); "
            + $"allow {int.MaxValue} descriptors (RLIMIT_NOFILE, no-file) or more",
            file.TryPlace(Beyond));
        Assert.Equal(512, file.Descriptor.ReadAt(new byte[512], 0).Count);
    }

    [Fact]
    public void AFileTakesAnothersPlaceInOneStep()
    {
        using BackingFile first = Open(Make("first", 512), isReadOnly: false);
        using BackingFile second = Open(Make("second", 1024), isReadOnly: false);
        Assert.Null(first.TryPlace(Place));

        second.Replace(first);

        Assert.Empty(OpenDescriptors.Of(first.Path));
        Assert.Equal([Place], OpenDescriptors.Of(second.Path));
        // What has no place any more closes none.
        first.Dispose();
        Assert.Equal([Place], OpenDescriptors.Of(second.Path));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static BackingFile Open(string path, bool isReadOnly)
    {
        Assert.Null(BackingFile.TryOpen(path, isReadOnly, out BackingFile? file));
        return file!;
    }

    private void Refused(string name, string reason)
    {
        Assert.Equal(Fault + reason, BackingFile.TryOpen(PathOf(name), isReadOnly: false, out BackingFile? file));
        Assert.Null(file);
        Assert.Equal(Fault + reason, BackingFile.TryOpen(PathOf(name), isReadOnly: true, out _));
    }

    private string PathOf(string name) => Path.Combine(_directory, name);

    private string Make(string name, long length)
    {
        using FileStream file = File.Create(PathOf(name));
        file.SetLength(length);
        return PathOf(name);
    }

    private static (int Status, string Output) Run(string program, params string[] arguments)
    {
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    [DllImport("libc")]
    private static extern int setfsuid(int user);
}
