using System.Globalization;
using System.Text;
using Kiln.Linux;
using Tmds.Linux;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Says which process the monitor is, in a file that is root's: the one to signal, to wait for, to account.</summary>
/// <param name="spec">The jail.</param>
internal sealed class WritePidFile(JailSpec spec) : IJailStep
{
    /// <inheritdoc/>
    public string Description => $"write the process's number to /{spec.PidFileName}, a new file of root's";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        RemoveLeftover(state.Root);
        using OwnedDescriptor file = state.Root.OpenFile(spec.PidFileName, LibC.O_WRONLY | LibC.O_CREAT | LibC.O_EXCL | LibC.O_NOFOLLOW, Permissions.ReadableFile);
        OpenDirectory root = state.Root;
        state.Made(() => root.Unlink(spec.PidFileName));
        byte[] text = Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        IoResult written = file.Descriptor.Write(text);
        if (written.Count != text.Length)
        {
            throw new LinuxException(new SystemError(written.Errno, "write", spec.PidFileName));
        }
    }

    // A jail that ended leaves its file behind; anything else under the name was planted.
    private void RemoveLeftover(OpenDirectory root)
    {
        switch (root.StatusOf(spec.PidFileName))
        {
            case null:
                return;
            case { IsRegular: true, Links: 1, UserId: 0 }:
                root.Unlink(spec.PidFileName);
                return;
            default:
                throw new JailerFailure($"{root.Path.TrimEnd('/')}/{spec.PidFileName} is there and is no pid file of a jailer's; remove it");
        }
    }
}
