using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Tmds.Linux;

namespace Kiln.Linux.Processes;

/// <summary>The session of this process (credentials(7)).</summary>
public static class ProcessSession
{
    /// <summary>Whether this process is the session leader, whose exit hangs up the session.</summary>
    public static bool IsLed => (int)LibC.getsid(0) == (int)LibC.getpid();

    /// <summary>Prepares to start a new session.</summary>
    public static void PrepareLeading(CallSequence calls) => calls.Add("setsid", SystemCall.SYS_setsid);
}
