using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Processes;

/// <summary>What a Landlock domain restricts (landlock_create_ruleset(2)).</summary>
[NotInHeader("headers of Debian 12 are older; linux/landlock.h of Linux 6.12")]
[StructLayout(LayoutKind.Sequential)]
internal struct landlock_ruleset_attr
{
    public ulong handled_access_fs;
    public ulong handled_access_net;
    public LandlockScope scoped;
}
