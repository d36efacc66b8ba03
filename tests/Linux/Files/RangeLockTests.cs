using System.IO;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Xunit;
using static Kiln.Linux.Files.RangeLockType;
using LibC = Tmds.Linux.LibC;

namespace Kiln.Linux.Tests.Files;

/// <summary>Locks of byte ranges belong to open file descriptions, exclude each other, and can be found.</summary>
public sealed class RangeLockTests : IDisposable
{
    // Above what the test host opens by itself.
    private const int Copy = 870;

    private readonly string _path = Path.GetTempFileName();
    private readonly OwnedDescriptor _first;
    private readonly OwnedDescriptor _second;

    public RangeLockTests()
    {
        _first = Open(LibC.O_RDWR);
        _second = Open(LibC.O_RDWR);
    }

    [Theory]
    [InlineData(F_RDLCK, F_RDLCK, false)]
    [InlineData(F_RDLCK, F_WRLCK, true)]
    [InlineData(F_WRLCK, F_RDLCK, true)]
    [InlineData(F_WRLCK, F_WRLCK, true)]
    public void AWriteLockExcludesTheOthers(RangeLockType held, RangeLockType wanted, bool isExcluded)
    {
        RangeLock present = new(held, 10, 20);
        Assert.Null(present.TrySet(_first.Descriptor));

        Assert.Equal(isExcluded ? Errno.EAGAIN : null, new RangeLock(wanted, 29, 5).TrySet(_second.Descriptor)?.Errno);
        Assert.Equal(isExcluded ? present : null, new RangeLock(wanted, 29, 5).FindConflict(_second.Descriptor));
        Assert.Null(new RangeLock(wanted, 30, 5).TrySet(_second.Descriptor));
        Assert.Null(new RangeLock(wanted, 30, 5).FindConflict(_second.Descriptor));
    }

    [Fact]
    public void ALockOfLengthZeroReachesToTheEndForEver()
    {
        Assert.Null(new RangeLock(F_WRLCK, 100, 0).TrySet(_first.Descriptor));

        Assert.Equal(new RangeLock(F_WRLCK, 100, 0), new RangeLock(F_RDLCK, long.MaxValue, 1).FindConflict(_second.Descriptor));
    }

    [Fact]
    public void ALockGoesWithTheDescriptionToAnotherNumberAndEndsWithIt()
    {
        Assert.Null(new RangeLock(F_WRLCK, 0, 1).TrySet(_first.Descriptor));
        Assert.Null(_first.Descriptor.TryCopyTo(Copy));
        using OwnedDescriptor copy = new(Copy);

        _first.Dispose();
        Assert.NotNull(new RangeLock(F_WRLCK, 0, 1).TrySet(_second.Descriptor));
        Assert.Null(new RangeLock(F_UNLCK, 0, 0).TrySet(copy.Descriptor));
        Assert.Null(new RangeLock(F_WRLCK, 0, 1).TrySet(_second.Descriptor));
    }

    [Fact]
    public void AWriteLockNeedsAFileThatCanBeWritten()
    {
        using OwnedDescriptor reading = Open(LibC.O_RDONLY);

        Assert.Equal(Errno.EBADF, new RangeLock(F_WRLCK, 0, 1).TrySet(reading.Descriptor)?.Errno);
        Assert.Null(new RangeLock(F_RDLCK, 0, 1).TrySet(reading.Descriptor));
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        File.Delete(_path);
    }

    private OwnedDescriptor Open(int flags)
    {
        Assert.Null(OwnedDescriptor.TryOpen(_path, flags, 0, out OwnedDescriptor? file));
        return file!;
    }
}
