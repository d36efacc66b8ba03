using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Identity;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Sets a known umask, whatever the caller's was.</summary>
internal sealed class SetUmask : IJailStep
{
    /// <inheritdoc/>
    public string Description => "set the umask to 022";

    /// <inheritdoc/>
    public void Apply(JailState state) => Credentials.SetUmask(Permissions.Umask);
}
