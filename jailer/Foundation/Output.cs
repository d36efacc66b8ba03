using System.Text;
using Kiln.Linux.Descriptors;

namespace Kiln.Jailer.Foundation;

/// <summary>Writes text without the runtime's console, which would start a thread.</summary>
internal static class Output
{
    /// <summary>Writes all of a text, or as much as the descriptor takes before it fails.</summary>
    /// <param name="descriptor">Where to.</param>
    /// <param name="text">The text.</param>
    internal static void Write(Descriptor descriptor, string text)
    {
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(text);
        while (!rest.IsEmpty && descriptor.Write(rest) is { Failed: false } written)
        {
            rest = rest[written.Count..];
        }
    }
}
