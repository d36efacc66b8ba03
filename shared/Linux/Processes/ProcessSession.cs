using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Tmds.Linux;

namespace Kiln.Linux.Processes;

/// <summary>The session of this process: those that share a terminal (credentials(7)).</summary>
public static class ProcessSession
{
    /// <summary>Whether this process leads its session, which ends with it.</summary>
    public static bool IsLed => (int)LibC.getsid(0) == (int)LibC.getpid();

    /// <summary>Prepares to leave it for a new one.</summary>
    /// <param name="calls">Takes the call.</param>
    public static void PrepareLeading(CallSequence calls) => calls.Add("setsid", SystemCall.SYS_setsid);
}
