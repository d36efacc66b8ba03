using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>A fault in any of the monitor's threads, under that thread's filter, ends with its cause and the documented status.</summary>
public sealed class FaultTests
{
    private static readonly (string Thread, string Name)[] _threads = [("Vmm", "vmm"), ("Vcpu", "vcpu 0"), ("Runtime", "runtime")];

    private static readonly (string Kind, int Status, string Cause)[] _kinds =
    [
        ("Exception", 134, "a planted exception"),
        ("FailFast", 134, "a planted failure"),
        ("Heap", 134, "the heap of 32 MiB is full"),
        ("NullReference", 134, "NullReference"),
        ("BadAddress", 150, "was ended by signal 11 at"),
        ("Violation", 148, "does not allow: acct (163)"),
        ("ViolationInCollector", 148, "does not allow: sysinfo (99)"),
        ("ViolationWithoutTransition", 148, "does not allow: acct (163)"),
    ];

    public static TheoryData<string, string, string, int, string> Faults
    {
        get
        {
            TheoryData<string, string, string, int, string> faults = [];
            foreach ((string thread, string name) in _threads)
            {
                foreach ((string kind, int status, string cause) in _kinds)
                {
                    // The runtime's thread is filtered before anybody could put a filter below its own.
                    if ((thread, kind) != ("Runtime", "ViolationInCollector"))
                    {
                        faults.Add(thread, name, kind, status, cause);
                    }
                }
            }
            return faults;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void AFaultShowsItsCauseAndEndsWithItsStatus(string thread, string name, string kind, int status, string cause)
    {
        ProgramResult result = RunningProgram.Run(Artifacts.Probe, "fault", thread, kind);

        Assert.Contains(cause, result.Error, StringComparison.Ordinal);
        Assert.Contains($"thread \"{name}\"", result.Error, StringComparison.Ordinal);
        Assert.Equal(status, result.Status);
    }
}
