using System.Linq;
using System.Text;
using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Vmm.Tests.Logging;

/// <summary>Named pipes, read without waiting.</summary>
internal static unsafe class Fifo
{
    private const int OwnerOnly = 0x180;

    internal static void Make(string path)
    {
        fixed (byte* name = CString.Encode(path))
        {
            LinuxException.ThrowIfFailed(LibC.mkfifo(name, OwnerOnly), "mkfifo", path);
        }
    }

    /// <summary>Takes up to so many bytes that wait.</summary>
    internal static string Read(string path, int most = 1 << 20)
    {
        fixed (byte* name = CString.Encode(path))
        {
            using OwnedDescriptor pipe = new(LinuxException.ThrowIfFailed(LibC.open(name, LibC.O_RDONLY | LibC.O_NONBLOCK | LibC.O_CLOEXEC, 0), "open", path));
            byte[] buffer = new byte[most];
            return Encoding.UTF8.GetString(buffer, 0, pipe.Descriptor.Read(buffer).Count);
        }
    }

    /// <summary>Takes the lines that wait.</summary>
    internal static IEnumerable<string> Drain(string path)
    {
        string text = Read(path);
        Xunit.Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return text.Split('\n').SkipLast(1);
    }
}
