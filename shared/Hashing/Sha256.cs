using System.Buffers.Binary;
using System.Numerics;

namespace Kiln.Hashing;

/// <summary>
/// The hash function SHA-256 (FIPS 180-4). The framework's needs a library that static binaries do not have, and would end the process. Allocates
/// nothing.
/// </summary>
public unsafe ref struct Sha256
{
    /// <summary>The length of a hash in bytes.</summary>
    public const int HashLength = 32;

    /// <summary>The length of a block in bytes.</summary>
    public const int BlockLength = 64;

    // The length of a message in bits, at the end of its last block.
    private const int LengthLength = 8;

    private const int Words = 8;
    private const int Rounds = 64;

    private fixed uint _state[Words];
    private fixed byte _block[BlockLength];
    private ulong _length;

    /// <summary>Begins a hash.</summary>
    public Sha256()
    {
        ReadOnlySpan<uint> initial =
            [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
        fixed (uint* state = _state)
        {
            initial.CopyTo(new Span<uint>(state, Words));
        }
    }

    // The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static ReadOnlySpan<uint> Constants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>Adds a part of the message.</summary>
    public void Append(scoped ReadOnlySpan<byte> part)
    {
        fixed (byte* start = _block)
        {
            Span<byte> block = new(start, BlockLength);
            int filled = (int)(_length % BlockLength);
            _length += (ulong)part.Length;
            while (part.Length >= BlockLength - filled)
            {
                part[..(BlockLength - filled)].CopyTo(block[filled..]);
                Compress(block);
                part = part[(BlockLength - filled)..];
                filled = 0;
            }
            part.CopyTo(block[filled..]);
        }
    }

    /// <summary>Ends the message.</summary>
    /// <param name="hash">Receives the hash: <see cref="HashLength"/> bytes.</param>
    public void Finish(scoped Span<byte> hash)
    {
        ulong bits = _length * 8;
        Span<byte> padding = stackalloc byte[BlockLength + LengthLength];
        padding.Clear();
        padding[0] = 0x80;
        int zeros = (int)((BlockLength + BlockLength - LengthLength - 1 - (_length % BlockLength)) % BlockLength);
        BinaryPrimitives.WriteUInt64BigEndian(padding[(zeros + 1)..], bits);
        Append(padding[..(zeros + 1 + LengthLength)]);
        for (int word = 0; word < Words; word++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash[(word * sizeof(uint))..], _state[word]);
        }
    }

    private void Compress(ReadOnlySpan<byte> block)
    {
        Span<uint> schedule = stackalloc uint[Rounds];
        Expand(block, schedule);
        (uint a, uint b, uint c, uint d) = (_state[0], _state[1], _state[2], _state[3]);
        (uint e, uint f, uint g, uint h) = (_state[4], _state[5], _state[6], _state[7]);
        for (int round = 0; round < Rounds; round++)
        {
            uint mixed = h + (Rotate(e, 6) ^ Rotate(e, 11) ^ Rotate(e, 25)) + ((e & f) ^ (~e & g)) + Constants[round] + schedule[round];
            uint other = (Rotate(a, 2) ^ Rotate(a, 13) ^ Rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e) = (g, f, e, d + mixed);
            (d, c, b, a) = (c, b, a, mixed + other);
        }
        (_state[0], _state[1], _state[2], _state[3]) = (_state[0] + a, _state[1] + b, _state[2] + c, _state[3] + d);
        (_state[4], _state[5], _state[6], _state[7]) = (_state[4] + e, _state[5] + f, _state[6] + g, _state[7] + h);
    }

    private static void Expand(ReadOnlySpan<byte> block, Span<uint> schedule)
    {
        for (int word = 0; word < BlockLength / sizeof(uint); word++)
        {
            schedule[word] = BinaryPrimitives.ReadUInt32BigEndian(block[(word * sizeof(uint))..]);
        }
        for (int word = BlockLength / sizeof(uint); word < Rounds; word++)
        {
            uint near = schedule[word - 2];
            uint far = schedule[word - 15];
            schedule[word] = schedule[word - 16] + (Rotate(far, 7) ^ Rotate(far, 18) ^ (far >> 3))
                + schedule[word - 7] + (Rotate(near, 17) ^ Rotate(near, 19) ^ (near >> 10));
        }
    }

    private static uint Rotate(uint value, int bits) => BitOperations.RotateRight(value, bits);
}
