using Kiln.Hashing;

namespace Kiln.Vmm.Mmds.Tokens;

/// <summary>A message authentication code: HMAC (RFC 2104) over <see cref="Sha256"/>. Allocates nothing.</summary>
internal ref struct HmacSha256
{
    private const byte InnerPad = 0x36;
    private const byte OuterPad = 0x5c;

    private Sha256 _inner;
    private Sha256 _outer;

    /// <param name="key">The key, of any length.</param>
    internal HmacSha256(scoped ReadOnlySpan<byte> key)
    {
        _inner = new Sha256();
        _outer = new Sha256();
        Span<byte> block = stackalloc byte[Sha256.BlockLength];
        block.Clear();
        if (key.Length > Sha256.BlockLength)
        {
            Sha256 hash = new();
            hash.Append(key);
            hash.Finish(block);
        }
        else
        {
            key.CopyTo(block);
        }
        Pad(block, InnerPad);
        _inner.Append(block);
        Pad(block, InnerPad ^ OuterPad);
        _outer.Append(block);
        block.Clear();
    }

    /// <summary>Adds a part of the message.</summary>
    internal void Append(scoped ReadOnlySpan<byte> part) => _inner.Append(part);

    /// <summary>Ends the message.</summary>
    /// <param name="code">Receives the code: <see cref="Sha256.HashLength"/> bytes.</param>
    internal void Finish(scoped Span<byte> code)
    {
        _inner.Finish(code);
        _outer.Append(code[..Sha256.HashLength]);
        _outer.Finish(code);
    }

    private static void Pad(Span<byte> block, byte pad)
    {
        foreach (ref byte value in block)
        {
            value ^= pad;
        }
    }
}
