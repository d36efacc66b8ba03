using System.Text;
using Kiln.Vmm.Devices.Legacy;

namespace Kiln.Vmm.Tests.Devices.Legacy;

/// <summary>Records a port's output.</summary>
internal sealed class RecordingSink : IConsoleSink
{
    private readonly List<byte> _bytes = [];

    internal string Text => Encoding.Latin1.GetString([.. _bytes]);

    public void Put(byte value) => _bytes.Add(value);
}
