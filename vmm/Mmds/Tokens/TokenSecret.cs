using Kiln.Hashing;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;
using Kiln.Linux.Processes;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Mmds.Tokens;

/// <summary>
/// The key of the tokens: random bytes in a page of their own, which core dumps leave out. No snapshot has them, so that no other process knows them.
/// </summary>
internal sealed unsafe class TokenSecret : IDisposable
{
    // The length of the hash: RFC 2104 advises against less, and more does not add strength.
    private const int Length = Sha256.HashLength;

    private readonly Mapping _page;

    /// <exception cref="VmmFailure">The host has no memory.</exception>
    /// <exception cref="LinuxException">Never on a sound kernel.</exception>
    internal TokenSecret()
    {
        if (Mapping.TryAnonymous(Length, Protection.PROT_READ | Protection.PROT_WRITE, default, out Mapping? page) is { } error)
        {
            throw new VmmFailure($"The host has no memory for the key of metadata tokens: {error}");
        }
        _page = page!;
        // A kernel without core dumps does not know the advice.
        _ = _page.Advise(MemoryAdvice.MADV_DONTDUMP);
        Renew();
    }

    internal ReadOnlySpan<byte> Key => new(_page.Address, Length);

    /// <summary>Draws another key. Tokens of the former one are not valid any more.</summary>
    internal void Renew() => RandomBytes.Fill(new Span<byte>(_page.Address, Length));

    public void Dispose() => _page.Dispose();
}
