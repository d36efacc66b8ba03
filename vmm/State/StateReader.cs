using System.Buffers.Binary;
using System.Text;

namespace Kiln.Vmm.State;

/// <summary>
/// Reads a state that anybody may have written. Sections come in the order in which they were written, each is read to its end, and what is
/// not understood is refused. Nothing is allocated unless it fails.
/// </summary>
internal ref partial struct StateReader
{
    // What a failure calls that which is in no section.
    private const string Outside = "state";

    private readonly ReadOnlySpan<byte> _bytes;
    private OpenSections _open;
    private int _at;

    // Where the innermost section ends.
    private int _end;

    /// <summary>Begins to read a state.</summary>
    /// <param name="bytes">All of it; nobody may change it meanwhile.</param>
    /// <exception cref="StateFailure">It is none, or damaged, or a newer one.</exception>
    internal StateReader(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        if (bytes.Length is < StateFormat.HeaderLength + StateFormat.ChecksumLength or > StateFormat.Longest)
        {
            throw Refuse("length", $"it is {bytes.Length}, and a state has from "
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
            throw Refuse("checksum", "it is wrong, the file is truncated or damaged: take it from its source again");
        }
    }

    private readonly int Rest => _end - _at;

    /// <summary>Begins to read the next section, which must be the one that is asked for.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="newest">The newest version that is understood.</param>
    /// <returns>Its version, from 1 to that.</returns>
    /// <exception cref="StateFailure">It is not there, another one, or a newer one.</exception>
    internal ushort Begin(string name, ushort newest)
    {
        // A failure in what follows is already one of this section.
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

    /// <summary>Ends the section that was begun last.</summary>
    /// <exception cref="StateFailure">There is more in it.</exception>
    internal void End()
    {
        if (Rest != 0)
        {
            throw Refuse("length", $"{Rest} of its bytes are not understood: load it with the monitor that saved it");
        }
        _end = _open.Pop();
    }

    /// <summary>Ends the state.</summary>
    /// <exception cref="StateFailure">There is a section more.</exception>
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

    /// <summary>The failure that says what is wrong with a field of the section that is open.</summary>
    /// <param name="field">The field.</param>
    /// <param name="reason">What is wrong with it.</param>
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
