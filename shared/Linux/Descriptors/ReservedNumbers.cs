using System.Threading;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Descriptors;

/// <summary>
/// Descriptor numbers reserved for one kind of file, so that a filter can name the kind. Unused numbers hold a placeholder; otherwise the kernel
/// would assign them to whatever is opened next. Thread-safe.
/// </summary>
/// <param name="placeholder">A descriptor that can be neither read nor written; every reserved number already refers to it.</param>
public sealed class ReservedNumbers(Descriptor placeholder, int first, int last)
{
    private readonly Lock _lock = new();
    private readonly bool[] _taken = new bool[last - first + 1];

    /// <summary>Duplicates a file onto the lowest unused number; the original stays open.</summary>
    /// <returns>The number, which belongs to the caller until <see cref="Release"/>.</returns>
    /// <exception cref="LinuxException">EMFILE: all numbers are in use.</exception>
    public int Place(Descriptor file)
    {
        lock (_lock)
        {
            int index = Array.IndexOf(_taken, false);
            SystemError? error = index < 0 ? new SystemError(Errno.EMFILE, "dup3", $"{first} to {last}") : file.TryCopyTo(first + index);
            if (error is { } refusal)
            {
                throw new LinuxException(refusal);
            }
            _taken[index] = true;
            return first + index;
        }
    }

    /// <summary>Closes a file by replacing it with the placeholder.</summary>
    /// <param name="number">A number returned by <see cref="Place"/>.</param>
    public void Release(int number)
    {
        lock (_lock)
        {
            if (placeholder.TryCopyTo(number) is not null)
            {
                _ = LibC.close(number);
            }
            _taken[number - first] = false;
        }
    }
}
