using System.Buffers.Binary;
using System.IO;
using System.Text;

namespace Kiln.Jailer.Foundation;

/// <summary>
/// What becomes of a directory of profiles: a filter set and warnings, or errors. The program of the profile commands gives it to the jailer
/// by a pipe, as frames: a kind, a length of four bytes, little-endian, and as many bytes.
/// </summary>
/// <param name="Warnings">Each one line.</param>
/// <param name="Errors">Each one line; none exactly if there is a filter set.</param>
/// <param name="FilterSet">The set in its binary format.</param>
internal sealed record ProfileReport(IReadOnlyList<string> Warnings, IReadOnlyList<string> Errors, byte[]? FilterSet)
{
    /// <summary>The word by which the jailer asks for a report, with the directory behind it. It is no command for people.</summary>
    internal const string Word = "report";

    /// <summary>The longest report, in bytes: a filter set has less than 1 MiB, a finding some hundred bytes, and thousands of findings are no profiles.</summary>
    internal const int MaximumLength = 4 * 1024 * 1024;

    private const byte WarningKind = (byte)'w';
    private const byte ErrorKind = (byte)'e';
    private const byte SetKind = (byte)'s';
    private const int HeadLength = 1 + sizeof(int);

    /// <summary>Reads a report.</summary>
    /// <returns>Null for bytes that are none, or only the beginning of one.</returns>
    internal static ProfileReport? TryRead(ReadOnlySpan<byte> bytes)
    {
        List<string> warnings = [];
        List<string> errors = [];
        byte[]? set = null;
        while (bytes.Length >= HeadLength)
        {
            byte kind = bytes[0];
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[1..]);
            bytes = bytes[HeadLength..];
            if (length < 0 || length > bytes.Length)
            {
                return null;
            }
            ReadOnlySpan<byte> content = bytes[..length];
            bytes = bytes[length..];
            switch (kind)
            {
                case WarningKind:
                    warnings.Add(Encoding.UTF8.GetString(content));
                    break;
                case ErrorKind:
                    errors.Add(Encoding.UTF8.GetString(content));
                    break;
                case SetKind when set is null:
                    set = content.ToArray();
                    break;
                default:
                    return null;
            }
        }
        return bytes.IsEmpty && errors.Count > 0 == set is null ? new ProfileReport(warnings, errors, set) : null;
    }

    /// <summary>The report as bytes.</summary>
    internal byte[] ToBytes()
    {
        MemoryStream bytes = new();
        foreach (string warning in Warnings)
        {
            Write(bytes, WarningKind, Encoding.UTF8.GetBytes(warning));
        }
        foreach (string error in Errors)
        {
            Write(bytes, ErrorKind, Encoding.UTF8.GetBytes(error));
        }
        if (FilterSet is not null)
        {
            Write(bytes, SetKind, FilterSet);
        }
        return bytes.ToArray();
    }

    /// <summary>The filter set.</summary>
    /// <param name="directory">The directory of the profiles.</param>
    /// <exception cref="JailerFailure">The profiles have errors: the first one, and how many more.</exception>
    internal byte[] DemandSet(string directory)
    {
        string others = Errors.Count > 1 ? $" (and {Errors.Count - 1} more: jailer profile check {directory})" : "";
        return FilterSet ?? throw new JailerFailure($"{Errors[0]}{others}");
    }

    private static void Write(MemoryStream bytes, byte kind, byte[] content)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        head[0] = kind;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], content.Length);
        bytes.Write(head);
        bytes.Write(content);
    }
}
