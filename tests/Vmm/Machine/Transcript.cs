using System.Text;
using Kiln.Vmm.Devices.Legacy;

namespace Kiln.Vmm.Tests.Machine;

/// <summary>Records a guest's console output, from any thread.</summary>
internal sealed class Transcript : IConsoleSink
{
    private readonly StringBuilder _text = new();

    internal string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    public void Put(byte value)
    {
        lock (_text)
        {
            _text.Append((char)value);
        }
    }
}
