using Kiln.Fuzz.Targets.Virtio;
using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Fuzz.Targets.Balloon;

/// <summary>One guest, which does what an input says: each byte is a decision.</summary>
internal sealed class BalloonAttack(BalloonVictim victim, ByteSource decisions)
{
    private const int Hinting = 3;
    private const int Reporting = 4;
    private const uint Pages = (uint)(BalloonVictim.MemoryLength >> 12);

    // Before the rings are full, the device gets its turns.
    private const int MostOffered = 12;

    // Lengths around what a list may have, and lists that are none.
    private static readonly uint[] _lengths = [4, 8, 16, 32, 64, 128, 256, 1020, 1024, 1028, 0, 2, 7];

    private readonly BalloonModel _model = new(Pages);
    private int _offered;
    private uint _places;
    private bool _isUnderWay;
    private bool _wasSplit;

    private TestBalloon Balloon => victim.Balloon;

    /// <exception cref="InvalidOperationException">The host was given other pages than it should have been.</exception>
    internal Observation Run()
    {
        Start();
        _ = victim.TakeReturned();
        bool hasNamed = false;
        HashSet<uint> returned = [];
        while (decisions.HasMore)
        {
            Step();
            if (_offered >= MostOffered)
            {
                Settle();
            }
        }
        Settle();
        returned.UnionWith(victim.TakeReturned());
        hasNamed |= _model.Must.Count + _model.May.Count > 0;
        if (!returned.IsSupersetOf(_model.Must))
        {
            throw new InvalidOperationException("a page that the guest gave was not returned");
        }
        returned.ExceptWith(_model.Must);
        if (!returned.IsSubsetOf(_model.May))
        {
            throw new InvalidOperationException("a page that the guest did not give was returned");
        }
        BalloonStage stage = true switch
        {
            _ when _wasSplit => BalloonStage.Split,
            _ when _model.Must.Count > 0 => BalloonStage.Returned,
            _ when hasNamed => BalloonStage.Named,
            _ when Balloon.Driver.Returned > 0 => BalloonStage.Taken,
            _ => BalloonStage.Driven,
        };
        return new Observation((int)stage, [$"host {Math.Min(_model.Host, 3)}", $"pages {Math.Min(_model.Must.Count, 3)}"]);
    }

    private void Step()
    {
        switch (decisions.Choice(18))
        {
            case < 7:
                OfferList();
                break;
            case 7 or 8:
                OfferRange(Reporting, isHint: false);
                break;
            case 9 or 10:
                OfferRange(Hinting, isHint: true);
                break;
            case 11 or 12:
                OfferCommand();
                break;
            case 13:
                Turn();
                break;
            case 14:
                Ask();
                break;
            case 15:
                Settle();
                break;
            case 16:
                Balloon.Machine.Slot.Pause();
                Balloon.Machine.Slot.Resume();
                _model.End(1, _model.Acknowledges, _isUnderWay);
                break;
            default:
                _model.Reset();
                Start();
                break;
        }
    }

    private void Start()
    {
        Balloon.Driver.Start((VirtioFeatures)0x2E);
        (_offered, _isUnderWay) = (0, false);
    }

    private void OfferList()
    {
        uint length = _lengths[decisions.Choice(_lengths.Length)];
        ulong place = Place();
        uint[] numbers = new uint[length / sizeof(uint)];
        uint next = decisions.Short();
        for (int index = 0; index < numbers.Length; index++)
        {
            next = decisions.HasMore ? Number(next) : next + 1;
            numbers[index] = next;
            Balloon.Driver.Store(place + ((ulong)index * sizeof(uint)), next);
        }
        bool isWritable = decisions.Choice(16) == 1;
        Balloon.Driver.Queues[0].Offer(new TestBuffer(place, length, isWritable));
        _offered++;
        if (!isWritable && length is > 0 and <= 1024 && length % sizeof(uint) == 0)
        {
            _model.Give(numbers);
        }
    }

    private uint Number(uint last) => decisions.Choice(8) switch
    {
        0 => (uint)decisions.Number(),
        1 => Pages - decisions.Byte(),
        2 => last - 1,
        3 => last,
        4 => decisions.Short() % Pages,
        _ => last + 1,
    };

    private void OfferRange(int queue, bool isHint)
    {
        TestBuffer range = new(decisions.Address(BalloonVictim.MemoryLength), decisions.Choice(4) == 0 ? (uint)decisions.Number() : decisions.Byte() * 1000u, decisions.Choice(16) != 1);
        if (range.Length == sizeof(uint))
        {
            // It could be a command, of what memory holds by then.
            range = range with { Length = range.Length + 1 };
        }
        Balloon.Driver.Queues[queue].Offer(range);
        _offered++;
        bool isInside = range.Address <= BalloonVictim.MemoryLength && range.Length <= BalloonVictim.MemoryLength - range.Address;
        if (isInside && range.IsWritable)
        {
            _model.Name(range, isHint);
        }
    }

    private void OfferCommand()
    {
        uint command = decisions.Choice(4) switch
        {
            0 => 0,
            1 => (uint)decisions.Number(),
            _ => Balloon.Device.Report.HostCommand,
        };
        ulong place = Place();
        Balloon.Driver.Store(place, command);
        Balloon.Driver.Queues[Hinting].Offer(TestBuffer.ToRead(place, sizeof(uint)));
        _offered++;
        _model.Say(command);
    }

    private void Ask()
    {
        bool acknowledges = decisions.Choice(2) == 0;
        if (decisions.Choice(3) == 0)
        {
            Balloon.Device.StopHinting();
            _model.End(1, _model.Acknowledges, _isUnderWay);
            return;
        }
        Balloon.Device.Start(new BalloonHinting(acknowledges));
        _model.End(Balloon.Device.Report.HostCommand, acknowledges, _isUnderWay);
    }

    // One turn of the loop, after which lists may be half done.
    private void Turn()
    {
        Ring();
        _ = Balloon.Machine.Loop.Turn(0);
        _isUnderWay = true;
    }

    private void Settle()
    {
        Ring();
        int turns = 0;
        while (Balloon.Machine.Loop.Turn(0))
        {
            turns++;
        }
        _wasSplit |= turns > 2;
        _model.Settle();
        if (_model.IsUncertain)
        {
            _model.Set(Balloon.Device.Report.HostCommand, Balloon.Device.Report.GuestCommand);
        }
        else if ((_model.Host, _model.Guest) != (Balloon.Device.Report.HostCommand, Balloon.Device.Report.GuestCommand))
        {
            throw new InvalidOperationException("the commands of hinting are not those that were given");
        }
        (_offered, _isUnderWay) = (0, false);
    }

    private void Ring()
    {
        for (int queue = 0; queue <= Reporting; queue++)
        {
            Balloon.Driver.Bus.Ring(queue);
        }
    }

    // Behind the rings, a KiB for each list that may be under way; the host takes nothing away here.
    private ulong Place() => TestDriver.Buffers + (_places++ % 64 * 1028);
}
