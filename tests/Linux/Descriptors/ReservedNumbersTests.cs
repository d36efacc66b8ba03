using System.Linq;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;
using Xunit;

namespace Kiln.Linux.Tests.Descriptors;

/// <summary>Reserved numbers: each always refers to a file of its kind or to the placeholder.</summary>
public sealed class ReservedNumbersTests : IDisposable
{
    // Above the descriptors of the test host itself.
    private const int Lowest = 400;
    private const int Count = 4;

    private readonly OwnedDescriptor _placeholder;
    private readonly int _first;
    private readonly ReservedNumbers _numbers;

    public ReservedNumbersTests()
    {
        Assert.Null(OwnedDescriptor.TryOpen("/", LibC.O_PATH, 0, out OwnedDescriptor? root));
        _placeholder = root!;
        Assert.Null(_placeholder.Descriptor.TryCopyFrom(Lowest, out _first));
        for (int number = _first + 1; number < _first + Count; number++)
        {
            Assert.Null(_placeholder.Descriptor.TryCopyTo(number));
        }
        _numbers = new ReservedNumbers(_placeholder.Descriptor, _first, _first + Count - 1);
    }

    public void Dispose()
    {
        for (int number = _first; number < _first + Count; number++)
        {
            _ = LibC.close(number);
        }
        _placeholder.Dispose();
    }

    [Fact]
    public void AFileGetsTheLowestNumberAndLeavesThePlaceholder()
    {
        using EventFd file = EventFd.Create();

        int[] given = [_numbers.Place(file.Descriptor), _numbers.Place(file.Descriptor)];
        Assert.Equal([_first, _first + 1], given);
        Assert.Equal([false, false, true, true], Placeholders());
        new Descriptor(_first).Write([1, 0, 0, 0, 0, 0, 0, 0]);
        Assert.Equal(1UL, file.Drain());

        _numbers.Release(_first);
        Assert.Equal([true, false, true, true], Placeholders());
        Assert.Equal(Errno.EBADF, new Descriptor(_first).Write([1, 0, 0, 0, 0, 0, 0, 0]).Errno);
        Assert.Equal(_first, _numbers.Place(file.Descriptor));
    }

    [Fact]
    public void WhenAllAreTakenThereIsNone()
    {
        using EventFd file = EventFd.Create();
        for (int count = 0; count < Count; count++)
        {
            _numbers.Place(file.Descriptor);
        }

        LinuxException refusal = Assert.Throws<LinuxException>(() => _numbers.Place(file.Descriptor));

        Assert.Equal(Errno.EMFILE, refusal.Error.Errno);
        _numbers.Release(_first + 2);
        Assert.Equal(_first + 2, _numbers.Place(file.Descriptor));
    }

    [Fact]
    public void ACopyIsAtTheNumberOrAboveIt()
    {
        Assert.Null(_placeholder.Descriptor.TryCopyFrom(_first, out int number));
        Assert.Equal(_first + Count, number);
        _ = LibC.close(number);
        Assert.Equal(Errno.EINVAL, _placeholder.Descriptor.TryCopyFrom(int.MaxValue, out _)!.Value.Errno);
    }

    private bool[] Placeholders() =>
        [.. Enumerable.Range(_first, Count).Select(number => DescriptorTable.AccessOf(number) == AccessMode.O_PATH)];
}
