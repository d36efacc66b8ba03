using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Linux.Processes;
using Tmds.Linux;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>
/// Removes what would favor the monitor over the host's own programs: a real-time policy, a negative nice value, protection from the
/// OOM killer. Settings that disfavor it are the operator's choice and stay.
/// </summary>
internal sealed class ResetPriority : IJailStep
{
    /// <inheritdoc/>
    public string Description => "leave real-time scheduling, a negative nice value, an input/output priority and a negative oom_score_adj";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        Scheduling.LeavePriority();
        using OpenDirectory process = OpenDirectory.Open($"/proc/{Environment.ProcessId}");
        using OwnedDescriptor file = process.OpenFile("oom_score_adj", LibC.O_RDWR, 0);
        // At most "-1000" and a line end.
        Span<byte> text = stackalloc byte[8];
        int length = file.Descriptor.Read(text).Count;
        if (length > 0 && text[0] == (byte)'-')
        {
            IoResult written = file.Descriptor.Write("0"u8);
            if (written.Failed)
            {
                throw new LinuxException(new SystemError(written.Errno, "write", "oom_score_adj"));
            }
        }
    }
}
