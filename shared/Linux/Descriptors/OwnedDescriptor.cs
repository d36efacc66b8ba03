using Kiln.Linux.Calls;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Descriptors;

/// <summary>A descriptor owned by this object. There is no finalizer: owners must dispose it.</summary>
public class OwnedDescriptor : IDisposable
{
    private int _number;

    /// <summary>Takes ownership of an open descriptor.</summary>
    /// <param name="number">The descriptor number, 0 or more.</param>
    public OwnedDescriptor(int number) => _number = number;

    /// <summary>Opens a file by a trusted path, close-on-exec.</summary>
    /// <param name="flags">Flags of open(2).</param>
    /// <param name="mode">Permissions of a newly created file.</param>
    /// <returns>Null, or the error.</returns>
    public static unsafe SystemError? TryOpen(string path, int flags, uint mode, out OwnedDescriptor? file)
    {
        fixed (byte* name = CString.Encode(path))
        {
            int number = LibC.open(name, flags | LibC.O_CLOEXEC, (mode_t)mode);
            file = number < 0 ? null : new OwnedDescriptor(number);
            return number < 0 ? SystemError.Last("open", path) : null;
        }
    }

    /// <summary>The descriptor, valid while this object lives.</summary>
    /// <exception cref="ObjectDisposedException"/>
    public Descriptor Descriptor
    {
        get
        {
            ObjectDisposedException.ThrowIf(_number < 0, this);
            return new Descriptor(_number);
        }
    }

    public bool IsClosed => _number < 0;

    /// <summary>Closes the descriptor. Errors of close(2) are ignored: nothing can be done about them.</summary>
    public void Dispose()
    {
        int number = _number;
        _number = -1;
        if (number >= 0)
        {
            Close(number);
        }
        GC.SuppressFinalize(this);
    }

    protected virtual void Close(int number) => _ = LibC.close(number);
}
