using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;

namespace Kiln.Linux.Capabilities;

/// <summary>The five capability sets of the calling thread (capabilities(7)).</summary>
public static unsafe class CapabilitySets
{
    // CAP_LAST_CAP grows with the kernel, which reports the end by EINVAL.
    [NotInHeader("more than any kernel has; reading beyond the last capability fails, and ends the walk")]
    private const int Ceiling = 64;

    /// <summary>The effective set, a bit for each <see cref="Capability"/>.</summary>
    /// <exception cref="LinuxException">Never on a working kernel.</exception>
    public static ulong Effective
    {
        get
        {
            __user_cap_data_struct* data = stackalloc __user_cap_data_struct[2];
            Read(data);
            return ((ulong)data[1].effective << 32) | data[0].effective;
        }
    }

    /// <summary>Whether all five sets are empty.</summary>
    /// <exception cref="LinuxException">Never on a working kernel.</exception>
    public static bool AreEmpty
    {
        get
        {
            __user_cap_data_struct* data = stackalloc __user_cap_data_struct[2];
            Read(data);
            uint any = 0;
            for (int half = 0; half < 2; half++)
            {
                any |= data[half].effective | data[half].permitted | data[half].inheritable;
            }
            return any == 0 && IsEmpty(ProcessControlOption.PR_CAPBSET_READ, 0)
                && IsEmpty(ProcessControlOption.PR_CAP_AMBIENT, AmbientOperation.PR_CAP_AMBIENT_IS_SET);
        }
    }

    /// <summary>Empties the bounding and ambient sets, so that no execve can restore a capability.</summary>
    /// <exception cref="LinuxException">The thread lacks CAP_SETPCAP.</exception>
    public static void DropBounding()
    {
        ProcessControl.Call(ProcessControlOption.PR_CAP_AMBIENT, (nuint)(int)AmbientOperation.PR_CAP_AMBIENT_CLEAR_ALL);
        for (int capability = 0; capability < Ceiling && Read(ProcessControlOption.PR_CAPBSET_READ, capability) >= 0; capability++)
        {
            ProcessControl.Call(ProcessControlOption.PR_CAPBSET_DROP, (nuint)capability);
        }
    }

    /// <summary>Prepares to empty the effective, permitted and inheritable sets of the calling thread.</summary>
    public static void PrepareDropping(CallSequence calls)
    {
        __user_cap_header_struct header = new() { version = (uint)CapabilityVersion._LINUX_CAPABILITY_VERSION_3 };
        nuint nothing = CallSequence.Keep<__user_cap_data_struct>([default, default]);
        calls.Add("capset", SystemCall.SYS_capset, CallSequence.Keep<__user_cap_header_struct>([header]), nothing);
    }

    private static void Read(__user_cap_data_struct* data)
    {
        __user_cap_header_struct header = new() { version = (uint)CapabilityVersion._LINUX_CAPABILITY_VERSION_3 };
        LinuxException.ThrowIfFailed(Native.capget(&header, data), "capget");
    }

    private static bool IsEmpty(ProcessControlOption option, AmbientOperation operation)
    {
        for (int capability = 0; capability < Ceiling; capability++)
        {
            int held = operation == 0 ? Read(option, capability) : Native.prctl((int)option, (nuint)(int)operation, (nuint)capability, 0, 0);
            if (held == 1)
            {
                return false;
            }
        }
        return true;
    }

    private static int Read(ProcessControlOption option, int capability) => Native.prctl((int)option, (nuint)capability, 0, 0, 0);
}
