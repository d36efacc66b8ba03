using System.Globalization;
using System.IO;
using System.Linq;

namespace Kiln.Probes.Order;

/// <summary>The first instructions of a program's functions, each replaced by a breakpoint until it is reached.</summary>
internal sealed class EntryPoints : IDisposable
{
    // int3.
    private const byte Breakpoint = 0xCC;

    private readonly Dictionary<ulong, (string Name, byte Code)> _pending = [];
    private readonly FileStream _memory;

    /// <summary>Finds the functions and plants the breakpoints.</summary>
    /// <param name="process">A process that has just executed the program, and stands.</param>
    /// <param name="symbols">Lines <c>address type name</c>, as nm(1) prints them; the addresses are those of the file.</param>
    internal EntryPoints(int process, string symbols)
    {
        ulong origin = OriginOf(process);
        // Opened while the process lets itself be inspected.
        _memory = new FileStream($"/proc/{process}/mem", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        foreach (string[] words in File.ReadLines(symbols).Select(line => line.Split(' ', 3)))
        {
            ulong address = origin + ulong.Parse(words[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (!_pending.ContainsKey(address))
            {
                _pending.Add(address, (words[2], ReadAt(address)));
            }
        }
        Plant();
    }

    /// <summary>Plants the breakpoints that nobody has met: the program discards its code, and with it what was written there.</summary>
    internal void Plant()
    {
        foreach (ulong address in _pending.Keys)
        {
            WriteAt(address, Breakpoint);
        }
    }

    /// <summary>Takes a breakpoint away.</summary>
    /// <param name="address">Where a thread has met one, perhaps together with others.</param>
    /// <returns>The function's name; null if another thread was first.</returns>
    internal string? Take(ulong address)
    {
        if (!_pending.Remove(address, out (string Name, byte Code) entry))
        {
            return null;
        }
        WriteAt(address, entry.Code);
        return entry.Name;
    }

    public void Dispose() => _memory.Dispose();

    // The first mapping is the program's own.
    private static ulong OriginOf(int process) =>
        ulong.Parse(File.ReadLines($"/proc/{process}/maps").First().Split('-')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private byte ReadAt(ulong address)
    {
        _memory.Position = (long)address;
        return (byte)_memory.ReadByte();
    }

    private void WriteAt(ulong address, byte code)
    {
        _memory.Position = (long)address;
        _memory.WriteByte(code);
    }
}
