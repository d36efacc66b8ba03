namespace Kiln.Linux.Signals;

/// <summary>A set of signals in the kernel's layout: bit N-1 is signal N.</summary>
public readonly record struct SignalSet(ulong Bits)
{
    /// <summary>A set of the given signals.</summary>
    public static SignalSet Of(params ReadOnlySpan<Signal> signals)
    {
        SignalSet set = default;
        foreach (Signal signal in signals)
        {
            set = set.With(signal);
        }
        return set;
    }

    /// <param name="signal">A signal, 1 to 64.</param>
    public SignalSet With(Signal signal) => new(Bits | (1UL << ((int)signal - 1)));

    /// <summary>Adds all signals of another set.</summary>
    public SignalSet With(SignalSet others) => new(Bits | others.Bits);

    /// <param name="signal">A signal, 1 to 64.</param>
    public SignalSet Without(Signal signal) => new(Bits & ~(1UL << ((int)signal - 1)));

    /// <summary>Whether the set contains a signal.</summary>
    /// <param name="signal">A signal, 1 to 64.</param>
    public bool Contains(Signal signal) => (Bits & (1UL << ((int)signal - 1))) != 0;
}
