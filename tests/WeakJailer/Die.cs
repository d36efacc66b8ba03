using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Signals;
using Tmds.Linux;

namespace Kiln.WeakJailer;

/// <summary>Ends the process like <c>kill -9</c>: nothing is undone.</summary>
internal sealed class Die : IJailStep
{
    /// <inheritdoc/>
    public string Description => "die";

    /// <inheritdoc/>
    public void Apply(JailState state) => _ = LibC.kill(LibC.getpid(), (int)Signal.SIGKILL);
}
