namespace Kiln.Testing.Vmm.State;

/// <summary>Everything that is saved and loaded.</summary>
internal static class StateSubjects
{
    internal static IReadOnlyDictionary<string, Func<Random, IStateSubject>> All { get; } = new Dictionary<string, Func<Random, IStateSubject>>
    {
        ["serial"] = _ => new SerialSubject(),
        ["i8042"] = _ => new I8042Subject(),
        ["boot timer"] = _ => new BootTimerSubject(),
        ["limiter"] = random => new LimiterSubject(random),
        ["virtio"] = _ => new VirtioSubject(),
        ["generation id"] = _ => new GenerationIdSubject(),
        ["clock"] = _ => new ClockSubject(),
        ["drive"] = _ => new DriveSubject(),
        ["balloon"] = _ => new BalloonSubject(),
        ["entropy"] = _ => new EntropySubject(),
        ["network"] = _ => new NetworkSubject(),
        ["gsi"] = _ => new GsiSubject(),
        ["mmio pages"] = _ => new MmioPagesSubject(),
        ["memory"] = random => new LayoutSubject(random),
    };
}
