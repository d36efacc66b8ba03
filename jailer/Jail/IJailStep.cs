namespace Kiln.Jailer.Jail;

/// <summary>One step of building a jail.</summary>
internal interface IJailStep
{
    /// <summary>What it does, for --dry-run.</summary>
    string Description { get; }

    /// <summary>Does it, and reads back that it is done where the kernel lets one.</summary>
    /// <param name="state">What earlier steps made.</param>
    /// <exception cref="JailerFailure">It cannot be done.</exception>
    /// <exception cref="Linux.LinuxException">The kernel refused.</exception>
    void Apply(JailState state);
}
