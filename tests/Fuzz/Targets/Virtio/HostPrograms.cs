using System.Net.Sockets;
using System.Text;
using Kiln.Testing.Vmm.Devices.Virtio.Vsock;

namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>Programs of the host that connect to a vsock device, and that it connects to, as an input says.</summary>
internal sealed class HostPrograms : IDisposable
{
    /// <summary>The first of two ports that a program listens on.</summary>
    internal const uint Port = 7;

    private const int Ports = 2;

    // More would be slow, and tell nothing new.
    private const int MostEnds = 8;

    private static readonly byte[] _data = new byte[8192];

    private readonly Socket[] _listeners = new Socket[Ports];
    private readonly List<HostEnd> _ends = [];
    private readonly string _path;

    /// <param name="path">The device's socket.</param>
    internal HostPrograms(string path)
    {
        _path = path;
        for (int index = 0; index < Ports; index++)
        {
            _listeners[index] = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            _listeners[index].Bind(new UnixDomainSocketEndPoint($"{path}_{Port + (uint)index}"));
            _listeners[index].Listen(4);
        }
    }

    /// <summary>Has one of them do something.</summary>
    internal void Act(ByteSource decisions)
    {
        int choice = decisions.Choice(8);
        if (choice < 2 && _ends.Count < MostEnds)
        {
            HostEnd end = HostEnd.Connect(_path);
            end.Send(Line(decisions));
            _ends.Add(end);
        }
        else if (choice < 4 && _ends.Count < MostEnds && Accept(Port + (uint)decisions.Choice(Ports)) is { } accepted)
        {
            _ends.Add(accepted);
        }
        else if (_ends.Count > 0)
        {
            Act(_ends[decisions.Choice(_ends.Count)], decisions);
        }
    }

    /// <summary>The connection that was made to a port; null when there is none.</summary>
    internal HostEnd? Accept(uint port)
    {
        Socket listener = _listeners[port - Port];
        return listener.Poll(0, SelectMode.SelectRead) ? new HostEnd(listener.Accept()) : null;
    }

    /// <summary>Ends all connections.</summary>
    internal void Clear()
    {
        _ends.ForEach(end => end.Dispose());
        _ends.Clear();
        for (uint port = Port; port < Port + Ports; port++)
        {
            while (Accept(port) is { } end)
            {
                end.Dispose();
            }
        }
    }

    public void Dispose()
    {
        Clear();
        Array.ForEach(_listeners, listener => listener.Dispose());
    }

    private static byte[] Line(ByteSource decisions)
    {
        if (decisions.Choice(4) == 0)
        {
            byte[] any = new byte[decisions.Choice(40)];
            for (int index = 0; index < any.Length; index++)
            {
                any[index] = decisions.Byte();
            }
            return any;
        }
        string line = $"CONNECT {decisions.Choice(4)}\n";
        return Encoding.ASCII.GetBytes(decisions.Choice(4) == 0 ? line[..decisions.Choice(line.Length)] : line);
    }

    private void Act(HostEnd end, ByteSource decisions)
    {
        switch (decisions.Choice(8))
        {
            case 0:
                end.Dispose();
                _ends.Remove(end);
                break;
            case 1:
                end.Shut();
                break;
            case < 4:
                _ = end.Receive();
                break;
            default:
                end.Send(_data.AsSpan(0, decisions.Choice(4) == 0 ? _data.Length : decisions.Byte()));
                break;
        }
    }
}
