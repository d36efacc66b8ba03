using Kiln.Hashing;
using Kiln.Seccomp.Container;

namespace Kiln.ProfileCommands.Explain;

/// <summary>What tells one filter set from all others: as of the file that <c>jailer profile compile</c> writes for the same profiles.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">In hexadecimal, as <c>sha256sum</c> prints it.</param>
internal sealed record FilterSetDigest(int Length, string Sha256)
{
    internal static FilterSetDigest Of(FilterSet set)
    {
        Sha256 hash = new();
        hash.Append(set.Bytes);
        Span<byte> digest = stackalloc byte[Hashing.Sha256.HashLength];
        hash.Finish(digest);
        return new FilterSetDigest(set.Bytes.Length, Convert.ToHexStringLower(digest));
    }
}
