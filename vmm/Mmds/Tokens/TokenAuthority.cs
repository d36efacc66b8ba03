using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using Kiln.Hashing;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Mmds.Tokens;

/// <summary>
/// Issues and checks session tokens: the base64 of a number, the moment at which the token expires, and a code over both that only this process can make.
/// It keeps no list. On the vmm thread; allocates nothing.
/// </summary>
/// <param name="id">The microVM's, to which the tokens are bound.</param>
/// <param name="now">The nanoseconds of a clock that nobody sets.</param>
/// <param name="most">The tokens that one key makes: the contract's number, 2^32 - 1.</param>
internal sealed class TokenAuthority(string id, Func<ulong> now, uint most = uint.MaxValue) : IDisposable
{
    /// <summary>The shortest lifetime in seconds.</summary>
    internal const uint ShortestLife = 1;

    /// <summary>The longest lifetime in seconds: six hours.</summary>
    internal const uint LongestLife = 21600;

    /// <summary>The length of a token, which is Firecracker's too.</summary>
    internal const int Length = ContentLength / 3 * 4;

    private const int NumberLength = 12;
    private const int ExpiryLength = sizeof(ulong);
    private const int SignedLength = NumberLength + ExpiryLength;

    // Half of the hash, which nobody guesses.
    private const int CodeLength = 16;
    private const int ContentLength = SignedLength + CodeLength;

    private readonly byte[] _subject = Encoding.UTF8.GetBytes($"microvmid={id}\0");
    private readonly TokenSecret _secret = new();

    // A guest reads the moments in its tokens, and need not know for how long the host has been up.
    private readonly ulong _start = now();
    private ulong _number;
    private uint _issued;

    private ulong Milliseconds => (now() - _start) / NanosecondsPer.Millisecond;

    /// <summary>Issues a token.</summary>
    /// <param name="seconds">Its lifetime.</param>
    /// <param name="token">Receives the token: <see cref="Length"/> bytes.</param>
    internal void Issue(uint seconds, Span<byte> token)
    {
        if (_issued == most)
        {
            _secret.Renew();
            _issued = 0;
        }
        _issued++;
        _number++;
        Span<byte> content = stackalloc byte[ContentLength];
        content.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(content, _number);
        BinaryPrimitives.WriteUInt64LittleEndian(content[NumberLength..], Milliseconds + (seconds * 1000UL));
        Sign(content[..SignedLength], content[SignedLength..]);
        _ = Base64.EncodeToUtf8(content, token, out _, out _);
    }

    /// <summary>Checks a token, which is the guest's.</summary>
    internal bool IsValid(ReadOnlySpan<byte> token)
    {
        Span<byte> content = stackalloc byte[ContentLength];
        if (token.Length != Length
            || Base64.DecodeFromUtf8(token, content, out _, out int written) != OperationStatus.Done
            || written != ContentLength)
        {
            return false;
        }
        Span<byte> code = stackalloc byte[CodeLength];
        Sign(content[..SignedLength], code);
        return AreEqual(code, content[SignedLength..])
            && BinaryPrimitives.ReadUInt64LittleEndian(content[NumberLength..]) > Milliseconds;
    }

    public void Dispose() => _secret.Dispose();

    private void Sign(ReadOnlySpan<byte> content, Span<byte> code)
    {
        Span<byte> whole = stackalloc byte[Sha256.HashLength];
        HmacSha256 hmac = new(_secret.Key);
        hmac.Append(_subject);
        hmac.Append(content);
        hmac.Finish(whole);
        whole[..CodeLength].CopyTo(code);
    }

    // Takes as long for any difference, so that a guest cannot find a code byte by byte.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static bool AreEqual(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        int difference = 0;
        for (int index = 0; index < CodeLength; index++)
        {
            difference |= one[index] ^ other[index];
        }
        return difference == 0;
    }
}
