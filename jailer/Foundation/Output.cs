using System.Text;
using Kiln.Linux.Descriptors;

namespace Kiln.Jailer.Foundation;

/// <summary>Writes without the runtime's console, which would start a thread.</summary>
internal static class Output
{
    /// <summary>Writes the whole text, or stops at the first error.</summary>
    internal static void Write(Descriptor descriptor, string text) => Write(descriptor, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes all bytes, or stops at the first error.</summary>
    internal static void Write(Descriptor descriptor, ReadOnlySpan<byte> rest)
    {
        while (!rest.IsEmpty && descriptor.Write(rest) is { Failed: false } written)
        {
            rest = rest[written.Count..];
        }
    }
}
