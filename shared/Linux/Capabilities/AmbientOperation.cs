using Kiln.Linux.Abi;

namespace Kiln.Linux.Capabilities;

/// <summary>Operations of PR_CAP_AMBIENT.</summary>
[CHeader("linux/prctl.h")]
public enum AmbientOperation
{
    PR_CAP_AMBIENT_IS_SET = 1,

    PR_CAP_AMBIENT_CLEAR_ALL = 4,
}
