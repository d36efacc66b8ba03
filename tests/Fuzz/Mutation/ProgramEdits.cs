using System.Buffers.Binary;

namespace Kiln.Fuzz.Mutation;

/// <summary>Mutates the section of a program: instructions with a 16-bit opcode, two 8-bit offsets and a 32-bit operand.</summary>
/// <param name="random">The source of randomness.</param>
internal sealed class ProgramEdits(Random random)
{
    private const int InstructionLength = 8;

    // The opcodes that programs use, from linux/bpf_common.h (load, and, jumps, return), and some that they do not use.
    private static readonly ushort[] _codes = [0x20, 0x54, 0x05, 0x15, 0x25, 0x35, 0x45, 0x06, 0x00, 0x28, 0x1D, 0x16, 0xFFFF];

    internal void Edit(EditBuffer program, ReadOnlySpan<byte> donor)
    {
        int count = program.Length / InstructionLength;
        int at = random.Next(count + 1) * InstructionLength;
        switch (random.Next(8))
        {
            case 0:
                program.Insert(at, Some(donor));
                break;
            case 1:
                program.Remove(at..Math.Min(program.Length, at + (random.Next(4) * InstructionLength)));
                break;
            case 2 when random.Next(4) == 0:
                program.Remove(at..);
                break;
            case 2:
                // Keeps only the end: the shortest programs have two instructions.
                program.Remove(..at);
                break;
            case 3 when count > 0 && random.Next(64) == 0:
                Grow(program);
                break;
            default:
                if (at < program.Length - InstructionLength + 1)
                {
                    Change(program.Bytes.Slice(at, InstructionLength));
                }
                break;
        }
    }

    private void Change(Span<byte> instruction)
    {
        switch (random.Next(5))
        {
            case 0:
                BinaryPrimitives.WriteUInt16LittleEndian(instruction, _codes[random.Next(_codes.Length)]);
                break;
            case 1:
                instruction[2] = (byte)random.Next(random.Next(2) == 0 ? 4 : 256);
                break;
            case 2:
                instruction[3] = (byte)random.Next(random.Next(2) == 0 ? 4 : 256);
                break;
            case 3:
                BinaryPrimitives.WriteUInt32LittleEndian(instruction[4..], (uint)random.Next(80));
                break;
            default:
                BinaryPrimitives.WriteUInt32LittleEndian(instruction[4..], (uint)BoundaryNumbers.Next(random));
                break;
        }
    }

    private byte[] Some(ReadOnlySpan<byte> donor)
    {
        int count = donor.Length / InstructionLength;
        int first = random.Next(count + 1);
        int last = Math.Min(count, first + random.Next(1, 5));
        return donor[(first * InstructionLength)..(last * InstructionLength)].ToArray();
    }

    // To about the maximum of 4096 instructions, give or take a few.
    private void Grow(EditBuffer program)
    {
        const int MostInstructions = 4096;
        byte[] first = program.Bytes[..InstructionLength].ToArray();
        int missing = MostInstructions - (program.Length / InstructionLength) + random.Next(-2, 3);
        List<byte> more = [];
        for (int count = 0; count < missing; count++)
        {
            more.AddRange(first);
        }
        program.Insert(0, more.ToArray());
    }
}
