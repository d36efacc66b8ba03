using System.Text;

namespace Kiln.Testing.Harness;

/// <summary>Builds an initial RAM disk: the kernel's "newc" archive (Documentation/driver-api/early-userspace/buffer-format.rst).</summary>
internal sealed class InitialRamDisk
{
    private const uint Directory = 0x41ED;
    private const uint Executable = 0x81ED;
    private const uint CharacterDevice = 0x2180;

    private readonly List<byte> _archive = [];
    private uint _inode = 1;

    /// <summary>Starts with a console and the directories that programs mount on.</summary>
    internal InitialRamDisk()
    {
        foreach (string name in (string[])["dev", "proc", "sys", "bin"])
        {
            Add(name, Directory, [], 0, 0);
        }
        // The kernel opens it for the first program.
        Add("dev/console", CharacterDevice, [], 5, 1);
    }

    /// <param name="name">The path, without a leading slash.</param>
    internal InitialRamDisk Add(string name, byte[] content)
    {
        Add(name, Executable, content, 0, 0);
        return this;
    }

    internal byte[] ToBytes()
    {
        List<byte> whole = [.. _archive];
        Write(whole, "TRAILER!!!", 0, 0, [], 0, 0);
        return [.. whole];
    }

    private void Add(string name, uint mode, byte[] content, uint major, uint minor) =>
        Write(_archive, name, _inode++, mode, content, major, minor);

    private static void Write(List<byte> archive, string name, uint inode, uint mode, byte[] content, uint major, uint minor)
    {
        uint[] fields = [inode, mode, 0, 0, 1, 0, (uint)content.Length, 0, 0, major, minor, (uint)name.Length + 1, 0];
        StringBuilder header = new("070701");
        foreach (uint field in fields)
        {
            header.Append(field.ToString("X8", System.Globalization.CultureInfo.InvariantCulture));
        }
        archive.AddRange(Encoding.ASCII.GetBytes($"{header}{name}\0"));
        Pad(archive);
        archive.AddRange(content);
        Pad(archive);
    }

    private static void Pad(List<byte> archive)
    {
        while (archive.Count % 4 != 0)
        {
            archive.Add(0);
        }
    }
}
