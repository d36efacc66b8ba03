using Kiln.Seccomp.Rules;

namespace Kiln.Profiles.Tests.Firecracker;

/// <summary>How far each of the two lets a thread make a call.</summary>
internal sealed record ScopePair(CallScope Firecracker, CallScope Kiln)
{
    internal static ScopePair Of(FilterProfile thread, string call) => new(ThreadCalls.Firecracker.Scope(thread, call), ThreadCalls.Kiln.Scope(thread, call));

    internal bool AreBothSome => !Firecracker.IsNothing && !Kiln.IsNothing;

    internal bool IsKilnWithin => Firecracker.Contains(Kiln);

    internal bool IsFirecrackerWithin => Kiln.Contains(Firecracker);

    /// <summary>One text when they are the same, else Firecracker's and Kiln's; of two of which one contains the other, the narrower is bold.</summary>
    internal string Text => (IsKilnWithin, IsFirecrackerWithin) switch
    {
        (true, true) => Kiln.Text,
        (true, false) when AreBothSome => $"{Firecracker.Text} / **{Kiln.Text}**",
        (false, true) when AreBothSome => $"**{Firecracker.Text}** / {Kiln.Text}",
        _ => $"{Firecracker.Text} / {Kiln.Text}",
    };
}
