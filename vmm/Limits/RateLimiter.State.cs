using Kiln.Vmm.State;

namespace Kiln.Vmm.Limits;

// Times are saved as durations and continue when they are loaded.
internal sealed partial class RateLimiter
{
    private const string Section = "limiter";
    private const ushort Version = 1;

    /// <summary>Saves the fill levels of the buckets and the rest of a pause.</summary>
    internal void Save(ref StateWriter state)
    {
        ulong now = _clock();
        state.Begin(Section, Version);
        Save(ref state, _bandwidth, now);
        Save(ref state, _operations, now);
        state.WriteUInt64(Left(now));
        state.End();
    }

    /// <summary>Loads the state of another limiter with the same configuration.</summary>
    /// <exception cref="StateFailure">The state does not match this limiter's configuration; nothing has changed.</exception>
    internal void Load(ref StateReader state)
    {
        state.Begin(Section, Version);
        TokenLevel bandwidth = Read(ref state, "bandwidth", _bandwidth);
        TokenLevel operations = Read(ref state, "operations", _operations);
        ulong left = state.ReadUInt64("pause", LongestPause);
        state.End();
        ulong now = _clock();
        _bandwidth?.Load(bandwidth, now);
        _operations?.Load(operations, now);
        if (left != 0)
        {
            Pause(left, now);
        }
        else if (IsBlocked)
        {
            PausedNanoseconds = 0;
            _timer.Stop();
        }
    }

    private static void Save(ref StateWriter state, TokenBucket? bucket, ulong now)
    {
        state.WriteBoolean(bucket is not null);
        bucket?.Save(ref state, now);
    }

    private static TokenLevel Read(ref StateReader state, string field, TokenBucket? bucket)
    {
        bool isThere = state.ReadBoolean(field);
        return isThere == bucket is not null
            ? bucket?.Read(ref state) ?? default
            : throw state.Refuse(field, $"it is {Word(isThere)}, and {Word(!isThere)} in this machine: load it into a machine of the same configuration");
    }

    private static string Word(bool isThere) => isThere ? "limited" : "not limited";

    // If the timer has expired but the device was not called yet, it is still called after a load.
    private ulong Left(ulong now)
    {
        ulong elapsed = now - _pausedAt;
        return !IsBlocked ? 0 : elapsed < PausedNanoseconds ? PausedNanoseconds - elapsed : 1;
    }
}
