using System.IO;
using System.Linq;
using System.Text;
using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Process.Lifecycle;
using Kiln.Vmm.Tests.Confinement;
using Kiln.Vmm.Tests.Logging;
using Tmds.Linux;
using Xunit;

namespace Kiln.Vmm.Tests.Process.Lifecycle;

/// <summary>Events are lines on a descriptor; what it does not take at once is lost and counted, never waited for.</summary>
[Collection(LastWordsMemory.Collection)]
public sealed class LifecycleEventsTests : IDisposable
{
    private const long Noon = 1_755_777_600_123_456_789;

    // The kernel looks at the end of a memory file once for each piece that it writes, which is two mebibytes at most.
    private const int FileLength = 2 * 1024 * 1024;

    private readonly EventPipe _pipe = new();
    private readonly LifecycleEvents _events;

    // Not the monitor's own number: in the test host that may be anybody's, such as the runtime's source of randomness.
    private readonly ReservedNumber _place = new();

    public LifecycleEventsTests() => _events = new LifecycleEvents(_pipe.Writer, "web-1", () => Noon);

    [Fact]
    public void EachEventIsALine()
    {
        _events.Starting();
        _events.Started();
        _events.Paused();
        _events.Resumed();
        _events.Failed("no \"/dev/kvm\"\n\u00e9\ud83d\ude00");
        _events.Stopping("SIGTERM");
        _events.Stopped(ExitCode.Terminated, "SIGTERM");
        _events.Panicked("a bug");

        const string head = "{\"version\":1,\"time\":\"2025-08-21T12:00:00.1234567Z\",\"id\":\"web-1\",\"event\":";
        Assert.Equal(
            [
                $"{head}\"starting\"}}",
                $"{head}\"started\"}}",
                $"{head}\"paused\"}}",
                $"{head}\"resumed\"}}",
                $"{head}\"failed\",\"reason\":\"no \\\"/dev/kvm\\\"\\u000a\\u00e9\\ud83d\\ude00\"}}",
                $"{head}\"stopping\",\"reason\":\"SIGTERM\"}}",
                $"{head}\"stopped\",\"status\":143,\"reason\":\"SIGTERM\"}}",
                $"{head}\"panicked\",\"status\":134,\"reason\":\"a bug\"}}",
            ],
            _pipe.ReadLines());
        Assert.Equal(0, _events.Lost);
    }

    [Fact]
    public void ALongReasonIsCut()
    {
        _events.Stopping(new string('x', 513));
        _events.Stopping(new string('x', 512));

        Assert.Equal(
            [$"{new string('x', 512)}...\"}}", $"{new string('x', 512)}\"}}"],
            _pipe.ReadLines().Select(line => line.Split("\"reason\":\"")[1]));
    }

    [Fact]
    public void AFullPipeLosesEventsWithoutWaitingAndIsToldHowMany()
    {
        const int attempts = 5_000;
        for (int count = 0; count < attempts; count++)
        {
            _events.Started();
        }

        string[] lines = _pipe.ReadLines();
        Assert.InRange(_events.Lost, 1, attempts - 1);
        Assert.Equal(attempts, lines.Length + _events.Lost);
        Assert.All(lines, line => Assert.EndsWith("\"event\":\"started\"}", line, StringComparison.Ordinal));

        long lost = _events.Lost;
        _events.Paused();
        _events.Resumed();
        lines = _pipe.ReadLines();
        Assert.EndsWith($"\"event\":\"paused\",\"lost\":{lost}}}", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("\"event\":\"resumed\"}", lines[1], StringComparison.Ordinal);
        Assert.Equal(lost, _events.Lost);
    }

    [Fact]
    public void AReaderThatIsGoneHarmsNothing()
    {
        _pipe.CloseReader();

        _events.Started();
        _events.Stopped(ExitCode.Ok, "the guest reset itself");

        Assert.Equal(2, _events.Lost);
    }

    [Fact]
    public void AFullDiskHarmsNothing()
    {
        using FileStream full = File.OpenWrite("/dev/full");
        LifecycleEvents events = new(new Descriptor((int)full.SafeFileHandle.DangerousGetHandle()), "web-1", () => Noon);

        events.Started();

        Assert.Equal(1, events.Lost);
    }

    [Fact]
    public void AfterHalfALineTheNextBeginsOnOneOfItsOwn()
    {
        // What cannot grow takes the part of a line that fits, as a full disk does.
        using OwnedDescriptor file = new(MakeMemoryFile());
        Seek(file.Descriptor, FileLength - 10);
        LifecycleEvents events = new(file.Descriptor, "web-1", () => Noon);
        events.Starting();
        Assert.Equal(1, events.Lost);
        Assert.Equal((long)FileLength, (long)LibC.lseek(file.Descriptor.Number, 0, LibC.SEEK_CUR));

        Seek(file.Descriptor, 0);
        events.Started();
        events.Paused();

        byte[] text = new byte[1024];
        string[] lines = Encoding.ASCII.GetString(text, 0, file.Descriptor.ReadAt(text, 0).Count).TrimEnd('\0').Split('\n');
        Assert.Equal("", lines[0]);
        Assert.EndsWith("\"event\":\"started\",\"lost\":1}", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("\"event\":\"paused\"}", lines[2], StringComparison.Ordinal);
        Assert.Equal(1, events.Lost);
    }

    [Fact]
    public void TheDescriptorStaysInItsMode()
    {
        int before = LibC.fcntl(_pipe.Writer.Number, LibC.F_GETFL);

        LifecycleEvents.Open(_pipe.Writer.Number, "web-1", _place.Number).Started();

        Assert.Equal(before, LibC.fcntl(_pipe.Writer.Number, LibC.F_GETFL));
        Assert.Equal(0, before & LibC.O_NONBLOCK);
    }

    [Fact]
    public void TheTimeIsTheHosts()
    {
        DateTime before = DateTime.UtcNow;
        LifecycleEvents.Open(_pipe.Writer.Number, "web-1", _place.Number).Started();

        DateTime told = DateTime.Parse(
            _pipe.ReadLines()[0].Split("\"time\":\"")[1].Split('"')[0], null, System.Globalization.DateTimeStyles.AdjustToUniversal);
        Assert.InRange(told, before.AddTicks(-1), DateTime.UtcNow);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_000_000)]
    public void ADescriptorThatIsNotOpenIsRefused(int number) => Refused(number, "is not open");

    [Fact]
    public void ADescriptorThatCannotBeWrittenToIsRefused()
    {
        Refused(_pipe.Reader.Number, "is not open for writing");
        using OwnedDescriptor place = new(Open("/", LibC.O_PATH));
        Refused(place.Descriptor.Number, "is not open for writing");
    }

    [Fact]
    public void ADirectoryIsRefused()
    {
        using OwnedDescriptor directory = new(Open("/", LibC.O_RDONLY));
        Refused(directory.Descriptor.Number, "is a directory");
    }

    public void Dispose()
    {
        _pipe.Dispose();
        _place.Dispose();
    }

    private static void Refused(int number, string fault)
    {
        VmmFailure failure = Assert.Throws<VmmFailure>(() => LifecycleEvents.Open(number, "web-1"));

        Assert.Equal($"--events-fd {number}: the descriptor {fault}; pass one that is open for writing, such as 1", failure.Message);
        Assert.Equal(ExitCode.ArgumentParsing, failure.ExitCode);
    }

    private static unsafe int Open(string path, int flags)
    {
        fixed (byte* name = CString.Encode(path))
        {
            return LinuxException.ThrowIfFailed(LibC.open(name, flags | LibC.O_CLOEXEC, 0), "open", path);
        }
    }

    private static unsafe int MakeMemoryFile()
    {
        fixed (byte* name = CString.Encode("events"))
        {
            int number = LinuxException.ThrowIfFailed(
                LibC.memfd_create(name, (uint)(MemoryFileFlags.MFD_CLOEXEC | MemoryFileFlags.MFD_ALLOW_SEALING)), "memfd_create");
            LinuxException.ThrowIfFailed(LibC.ftruncate(number, FileLength), "ftruncate");
            LinuxException.ThrowIfFailed(LibC.fcntl(number, (int)FileControl.F_ADD_SEALS, (int)FileSeals.F_SEAL_GROW), "fcntl");
            return number;
        }
    }

    private static void Seek(Descriptor file, long offset) =>
        Assert.Equal(offset, (long)LibC.lseek(file.Number, offset, LibC.SEEK_SET));
}
