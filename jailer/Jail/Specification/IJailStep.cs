using Kiln.Jailer.Foundation;
using Kiln.Linux.Errors;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>One step of building a jail.</summary>
internal interface IJailStep
{
    /// <summary>What the step does, for --dry-run.</summary>
    string Description { get; }

    /// <summary>Applies the step, and verifies its effect where the kernel allows that.</summary>
    /// <param name="state">What earlier steps produced.</param>
    /// <exception cref="JailerFailure"/>
    /// <exception cref="LinuxException"/>
    void Apply(JailState state);
}
