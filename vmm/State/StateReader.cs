using System.Buffers.Binary;
using System.Text;

namespace Kiln.Vmm.State;

/// <summary>
/// Reads an untrusted state. Sections are read in the order in which they were written and to their end; anything unexpected is rejected. Allocates
/// nothing except on failure.
/// </summary>
internal ref partial struct StateReader
{
    // The section that failures name outside of all sections.
    private const string Outside = "state";

    private readonly ReadOnlySpan<byte> _bytes;
    private OpenSections _open;
    private int _at;

    // End of the innermost section.
    private int _end;

    /// <summary>Starts reading: checks length, magic number, version and checksum.</summary>
    /// <param name="bytes">The whole state; must not change while it is read.</param>
    /// <exception cref="StateFailure">It is not a state, is damaged, or has a newer version.</exception>
    internal StateReader(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        if (bytes.Length is < StateFormat.HeaderLength + StateFormat.ChecksumLength or > StateFormat.Longest)
        {
            string length = bytes.Length > StateFormat.Longest ? $"more than {StateFormat.Longest}" : $"{bytes.Length}";
            throw Refuse("length", $"it is {length}, and a state has from "
                + $"{StateFormat.HeaderLength + StateFormat.ChecksumLength} to {StateFormat.Longest} bytes: name a state file of Kiln");
        }
        _end = bytes.Length - StateFormat.ChecksumLength;
        if (ReadUInt64("magic") != StateFormat.Magic)
        {
            throw Refuse("magic", "it is another program's: name a state file of Kiln; Firecracker's cannot be read");
        }
        (ushort major, ushort minor) = (ReadUInt16("version"), ReadUInt16("version"));
        if (major != StateFormat.Major || minor > StateFormat.Minor)
        {
            throw Refuse("version", $"it is {major}.{minor}, and this monitor reads {StateFormat.Major}.0 to "
                + $"{StateFormat.Major}.{StateFormat.Minor}: load it with the monitor that saved it");
        }
        if (Crc64.Of(bytes[.._end]) != BinaryPrimitives.ReadUInt64LittleEndian(bytes[_end..]))
        {
            throw Refuse("checksum", "it is wrong, so the file is truncated or damaged: copy it again");
        }
    }

    private readonly int Rest => _end - _at;

    /// <summary>Opens the next section, which must have the given name.</summary>
    /// <param name="newest">The newest version of the section that the caller reads.</param>
    /// <returns>The version of the section, from 1.</returns>
    /// <exception cref="StateFailure">The section is missing, has another name, or is newer.</exception>
    internal ushort Begin(string name, ushort newest)
    {
        // Pushed first, so that a failure below names this section.
        _open.Push(name, _end);
        ReadOnlySpan<byte> found = Take(ReadByte("name"), "name");
        if (!Ascii.Equals(found, name))
        {
            throw Refuse("name", $"{SectionName.Shown(found)} stands in its place: load it with the monitor that saved it");
        }
        ushort version = ReadUInt16("version");
        if (version == 0 || version > newest)
        {
            throw Refuse("version", $"it is {version}, and this monitor reads 1 to {newest}: load it with the monitor that saved it");
        }
        ulong length = ReadUInt64("length", (ulong)(Rest - Math.Min(Rest, sizeof(ulong))));
        _end = _at + (int)length;
        return version;
    }

    /// <summary>Closes the innermost section.</summary>
    /// <exception cref="StateFailure">The section has unread bytes.</exception>
    internal void End()
    {
        if (Rest != 0)
        {
            throw Refuse("length", $"{Rest} of its bytes are not understood: load it with the monitor that saved it");
        }
        _end = _open.Pop();
    }

    /// <summary>Ends reading.</summary>
    /// <exception cref="StateFailure">There is another section.</exception>
    internal void Finish()
    {
        if (_open.Depth != 0)
        {
            throw new InvalidOperationException($"section '{_open}' is still open");
        }
        if (Rest != 0)
        {
            throw Refuse("sections", $"{SectionName.Shown(Take(ReadByte("name"), "name"))} is not understood: load it with the monitor that saved it");
        }
    }

    /// <summary>Creates the failure for a field of the innermost open section.</summary>
    /// <param name="reason">What is wrong with the field.</param>
    internal readonly StateFailure Refuse(string field, string reason) => new(_open.Depth == 0 ? Outside : _open.ToString(), field, reason);

    private ReadOnlySpan<byte> Take(int length, string field)
    {
        if (length > Rest)
        {
            throw Refuse(field, $"it needs {length} bytes where {Rest} are left: take the snapshot again");
        }
        ReadOnlySpan<byte> taken = _bytes.Slice(_at, length);
        _at += length;
        return taken;
    }
}
