using System.Buffers.Binary;
using System.Text;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Container;

/// <summary>
/// Writes the rules of a program for use in reports: little-endian records of a fixed head (<see cref="RuleRecord"/>), the name of the
/// profile in ASCII, and the conditions.
/// </summary>
internal static class RuleTableWriter
{
    /// <summary>Writes rules in their order.</summary>
    internal static byte[] Write(IReadOnlyList<SyscallRule> rules)
    {
        List<byte> bytes = [];
        foreach (SyscallRule rule in rules)
        {
            byte[] name = Encoding.ASCII.GetBytes(rule.Origin.Profile);
            List<byte> conditions = [];
            foreach (ArgumentCondition condition in rule.Conditions)
            {
                Write(conditions, condition);
            }
            Add(bytes, (uint)(RuleRecord.HeadLength + name.Length + conditions.Count));
            Add(bytes, (uint)rule.Number);
            Add(bytes, rule.Action.Value);
            Add(bytes, (uint)rule.Origin.Line);
            Add(bytes, (uint)rule.Origin.Column);
            bytes.Add((byte)name.Length);
            bytes.Add((byte)rule.Conditions.Count);
            bytes.AddRange(name);
            bytes.AddRange(conditions);
        }
        return [.. bytes];
    }

    private static void Write(List<byte> bytes, ArgumentCondition condition)
    {
        bytes.Add((byte)condition.Index);
        bytes.Add(condition.Width == ArgumentWidth.Bits32 ? (byte)32 : (byte)64);
        bytes.Add((byte)condition.Comparison);
        bytes.Add((byte)(condition.Words?.Length ?? 0));
        Add(bytes, (uint)condition.Values.Count);
        Add(bytes, condition.Mask);
        foreach (ulong value in condition.Values)
        {
            Add(bytes, value);
        }
        bytes.AddRange(Encoding.ASCII.GetBytes(condition.Words ?? ""));
    }

    private static void Add(List<byte> bytes, uint value)
    {
        Span<byte> word = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(word, value);
        bytes.AddRange(word);
    }

    private static void Add(List<byte> bytes, ulong value)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(word, value);
        bytes.AddRange(word);
    }
}
