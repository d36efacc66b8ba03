using System.Text;
using Kiln.Vmm.Devices.Legacy;

namespace Kiln.Vmm.Tests.Devices;

/// <summary>A console that remembers, in room that is there from the start.</summary>
internal sealed class RecordingSink : IConsoleSink
{
    private readonly byte[] _bytes = new byte[4096];
    private int _length;

    internal string Text => Encoding.ASCII.GetString(_bytes, 0, Math.Min(_length, _bytes.Length));

    public void Put(byte value) => _bytes[_length++ % _bytes.Length] = value;
}
