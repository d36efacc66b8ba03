namespace Kiln.Linux.Signals;

/// <summary>A set of signals in the kernel's layout: bit N-1 is signal N.</summary>
/// <param name="Bits">The bits.</param>
public readonly record struct SignalSet(ulong Bits)
{
    /// <summary>A set of the given signals.</summary>
    /// <param name="signals">Its members.</param>
    public static SignalSet Of(params ReadOnlySpan<Signal> signals)
    {
        SignalSet set = default;
        foreach (Signal signal in signals)
        {
            set = set.With(signal);
        }
        return set;
    }

    /// <summary>This set and one more.</summary>
    /// <param name="signal">A signal, 1 to 64.</param>
    public SignalSet With(Signal signal) => new(Bits | (1UL << ((int)signal - 1)));

    /// <summary>This set and those of another.</summary>
    /// <param name="others">The other.</param>
    public SignalSet With(SignalSet others) => new(Bits | others.Bits);

    /// <summary>This set without one.</summary>
    /// <param name="signal">A signal, 1 to 64.</param>
    public SignalSet Without(Signal signal) => new(Bits & ~(1UL << ((int)signal - 1)));

    /// <summary>Whether a signal is in the set.</summary>
    /// <param name="signal">A signal, 1 to 64.</param>
    public bool Contains(Signal signal) => (Bits & (1UL << ((int)signal - 1))) != 0;
}
