using System.IO;
using System.IO.MemoryMappedFiles;
using Kiln.Fuzz.Mutation;

namespace Kiln.Fuzz.Running;

/// <summary>
/// The current input of a thread, in a mapped file: a stack overflow cannot be caught, but leaves the file behind. The first four bytes
/// hold its length.
/// </summary>
internal sealed class LastInput : IDisposable
{
    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    internal LastInput(string path)
    {
        _path = path;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, sizeof(int) + EditBuffer.MaximumLength);
        _view = _file.CreateViewAccessor();
    }

    internal void Keep(byte[] input)
    {
        int length = Math.Min(input.Length, EditBuffer.MaximumLength);
        _view.Write(0, length);
        _view.WriteArray(sizeof(int), input, 0, length);
    }

    /// <summary>Removes the file, when the thread has finished.</summary>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }
}
