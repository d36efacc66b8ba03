using System.Text;
using Kiln.Vmm.Devices.Legacy;

namespace Kiln.Vmm.Tests.Devices.Legacy;

/// <summary>Keeps what a port transmits.</summary>
internal sealed class RecordingSink : IConsoleSink
{
    private readonly List<byte> _bytes = [];

    internal string Text => Encoding.Latin1.GetString([.. _bytes]);

    public void Put(byte value) => _bytes.Add(value);
}
