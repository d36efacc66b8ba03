using Kiln.Jailer.Foundation;
using Kiln.Linux.Errors;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>One step of building a jail.</summary>
internal interface IJailStep
{
    /// <summary>What it does, for --dry-run.</summary>
    string Description { get; }

    /// <summary>Does it, and reads back that it is done where the kernel lets one.</summary>
    /// <param name="state">What earlier steps made.</param>
    /// <exception cref="JailerFailure">It cannot be done.</exception>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    void Apply(JailState state);
}
