using Kiln.Linux.Abi;

namespace Kiln.Linux.Files;

/// <summary>What access(2) asks for.</summary>
[CHeader("unistd.h")]
public enum AccessKinds
{
    /// <summary>To execute; never granted on a mount with noexec.</summary>
    X_OK = 1,
}
