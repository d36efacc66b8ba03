using Kiln.Linux.Descriptors;
using Kiln.Vmm.Events;
using Kiln.Vmm.Limits;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.State;

/// <summary>A rate limiter: time passes, tokens come and go, buckets change, its timer expires. A fresh one's clock starts at another time.</summary>
internal sealed class LimiterSubject : IStateSubject
{
    private readonly EventLoop _loop = new();
    private readonly RateLimiter _limiter;
    private RateLimiterConfiguration _configuration;
    private ulong _now;

    internal LimiterSubject(Random random)
        : this(new RateLimiterConfiguration(Measures(random), Measures(random)), (ulong)random.NextInt64())
    {
    }

    private LimiterSubject(RateLimiterConfiguration configuration, ulong now)
    {
        _configuration = configuration;
        _now = now;
        _limiter = new RateLimiter(configuration, new WatchGroup(_loop), () => _now, () => { });
    }

    public string Act(Random random)
    {
        _now += (ulong)random.NextInt64(1L << random.Next(1, 40));
        bool isTaken = false;
        ulong count = (ulong)random.NextInt64(1L << random.Next(1, 40));
        switch (random.Next(8))
        {
            case 0:
                _limiter.Refund((TokenKind)random.Next(2), count);
                break;
            case 1 when random.Next(8) == 0:
                RateLimiterConfiguration change = new(Measures(random), Measures(random));
                _limiter.Update(change);
                _configuration = change.Over(_configuration);
                break;
            case 2 when _limiter.IsBlocked:
                _limiter.OnReady(EpollEvents.EPOLLIN);
                break;
            default:
                isTaken = _limiter.TryTakeRequest(count);
                break;
        }
        return $"{isTaken} {_limiter.IsBlocked}";
    }

    public void Save(ref StateWriter state) => _limiter.Save(ref state);

    public void Load(ref StateReader state) => _limiter.Load(ref state);

    public IStateSubject Fresh() => new LimiterSubject(_configuration, unchecked(_now * 31));

    public void Dispose()
    {
        _limiter.Dispose();
        _loop.Dispose();
    }

    private static TokenBucketSize? Measures(Random random) => random.Next(4) == 0
        ? null
        : new TokenBucketSize((ulong)random.Next(1 << random.Next(1, 30)), (ulong)random.Next(1000), (ulong)random.Next(1 << random.Next(1, 20)));
}
