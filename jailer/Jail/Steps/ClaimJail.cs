using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Tmds.Linux;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>
/// Ensures that nobody else uses the jail: no other jailer is building it, and the monitor named by its pid file, if any, has ended.
/// </summary>
internal sealed class ClaimJail(JailSpec spec) : IJailStep
{
    /// <inheritdoc/>
    public string Description => $"claim {spec.Root}: refuse while another jailer builds it, or its monitor still runs";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        // Held until execve closes all descriptors of this process.
        OwnedDescriptor claim = state.Root.TryLock()
            ?? throw new JailerFailure($"another jailer is building {spec.Root}; choose another --id");
        state.Made(claim.Dispose);
        if (Recorded(state.Root) is { } process && LivesIn(process, state.Root))
        {
            throw new JailerFailure($"the monitor of --id {spec.Id} still runs, as process {process}; end it, or choose another --id");
        }
    }

    private int? Recorded(OpenDirectory root)
    {
        if (root.StatusOf(spec.PidFile.Name) is not { IsRegular: true })
        {
            return null;
        }
        using OwnedDescriptor file = root.OpenFile(spec.PidFile.Name, LibC.O_RDONLY | LibC.O_NOFOLLOW | LibC.O_NONBLOCK, 0);
        return PidFile.Read(file.Descriptor);
    }

    private static bool LivesIn(int process, OpenDirectory root)
    {
        try
        {
            using OpenDirectory its = OpenDirectory.Open($"/proc/{process}/root");
            return FileStatus.Of(its.Descriptor).IsSameFile(FileStatus.Of(root.Descriptor));
        }
        catch (LinuxException)
        {
            // The process has ended.
            return false;
        }
    }
}
