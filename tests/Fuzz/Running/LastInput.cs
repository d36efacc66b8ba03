using System.IO;
using System.IO.MemoryMappedFiles;
using Kiln.Fuzz.Mutation;

namespace Kiln.Fuzz.Running;

/// <summary>
/// The input that a thread is at, in a mapped file: an overflow of the stack cannot be caught, and leaves it behind. The first four bytes
/// are its length.
/// </summary>
internal sealed class LastInput : IDisposable
{
    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <summary>Makes the file.</summary>
    /// <param name="path">Its path.</param>
    internal LastInput(string path)
    {
        _path = path;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, sizeof(int) + EditBuffer.MaximumLength);
        _view = _file.CreateViewAccessor();
    }

    /// <summary>Keeps an input.</summary>
    /// <param name="input">The input.</param>
    internal void Keep(byte[] input)
    {
        int length = Math.Min(input.Length, EditBuffer.MaximumLength);
        _view.Write(0, length);
        _view.WriteArray(sizeof(int), input, 0, length);
    }

    /// <summary>Removes the file: the thread came to its end.</summary>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }
}
