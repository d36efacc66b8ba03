using System.Runtime.InteropServices;
using Tmds.Linux;

namespace Kiln.Linux.Abi;

/// <summary>When a timer expires first, and how often then.</summary>
[CHeader("time.h")]
[StructLayout(LayoutKind.Sequential)]
public struct itimerspec
{
    /// <summary>Between expiries.</summary>
    public timespec it_interval;

    /// <summary>Until the first expiry; zero stops the timer.</summary>
    public timespec it_value;
}
