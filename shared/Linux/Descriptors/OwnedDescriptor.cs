using Tmds.Linux;

namespace Kiln.Linux;

/// <summary>A descriptor that this object closes. It has no finalizer: owners dispose what they open.</summary>
public class OwnedDescriptor : IDisposable
{
    private int _number;

    /// <summary>Takes ownership of an open descriptor.</summary>
    /// <param name="number">The number, 0 or more.</param>
    public OwnedDescriptor(int number) => _number = number;

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
