using Kiln.Linux.Calls;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Descriptors;

/// <summary>A descriptor that this object closes. It has no finalizer: owners dispose what they open.</summary>
public class OwnedDescriptor : IDisposable
{
    private int _number;

    /// <summary>Takes ownership of an open descriptor.</summary>
    /// <param name="number">The number, 0 or more.</param>
    public OwnedDescriptor(int number) => _number = number;

    /// <summary>Opens a file by a path that the caller trusts; close-on-exec.</summary>
    /// <param name="path">The path.</param>
    /// <param name="flags">Of open(2).</param>
    /// <param name="mode">Permissions of a new file.</param>
    /// <param name="file">The open file.</param>
    /// <returns>Null, or why it cannot be opened.</returns>
    public static unsafe SystemError? TryOpen(string path, int flags, uint mode, out OwnedDescriptor? file)
    {
        fixed (byte* name = CString.Encode(path))
        {
            int number = LibC.open(name, flags | LibC.O_CLOEXEC, (mode_t)mode);
            file = number < 0 ? null : new OwnedDescriptor(number);
            return number < 0 ? SystemError.Last("open", path) : null;
        }
    }

    /// <summary>The descriptor, to use while this object lives.</summary>
    /// <exception cref="ObjectDisposedException">It was closed.</exception>
    public Descriptor Descriptor
    {
        get
        {
            ObjectDisposedException.ThrowIf(_number < 0, this);
            return new Descriptor(_number);
        }
    }

    /// <summary>Closes the descriptor. An error of close(2) has no cure and is not reported.</summary>
    public void Dispose()
    {
        int number = _number;
        _number = -1;
        if (number >= 0)
        {
            _ = LibC.close(number);
        }
        GC.SuppressFinalize(this);
    }
}
