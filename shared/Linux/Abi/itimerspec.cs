using System.Runtime.InteropServices;
using Tmds.Linux;

namespace Kiln.Linux.Abi;

/// <summary>The first expiry of a timer and its interval.</summary>
[CHeader("time.h")]
[StructLayout(LayoutKind.Sequential)]
public struct itimerspec
{
    public timespec it_interval;

    /// <summary>Time until the first expiry; zero stops the timer.</summary>
    public timespec it_value;
}
