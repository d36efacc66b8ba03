using System.Linq;
using System.Runtime.InteropServices;
using Kiln.Linux.Errors;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Syscalls;
using Kiln.Vmm.Confinement;
using Xunit;

namespace Kiln.Linux.Tests.Headers;

/// <summary>Everything that mirrors a kernel header agrees with it.</summary>
public sealed class HeaderTests
{
    private static readonly MirroredAssembly[] _mirrored =
    [
        new(typeof(Errno).Assembly, "Kiln.Linux"),
        new(typeof(FilterSet).Assembly),
        new(typeof(Vmm.Kvm.kvm_run).Assembly, "Kiln.Vmm.Kvm"),
    ];

    [Fact]
    public void EveryLiteralAndStructAgreesWithItsHeader()
    {
        HeaderCheck check = CheckAll();

        string complaints = check.Compile();

        Assert.True(complaints.Length == 0, complaints);
        // The search itself must not silently find nothing.
        Assert.True(check.Count > 400, $"only {check.Count} assertions");
    }

    [Fact]
    public void EveryLiteralAndStructNamesItsHeaderOrSaysWhyNone()
    {
        IReadOnlyList<string> unconfirmed = CheckAll().Unconfirmed;

        Assert.True(unconfirmed.Count == 0, string.Join('\n', unconfirmed));
    }

    [Theory]
    [InlineData(typeof(PlantedValue), "PlantedValue.EFD_CLOEXEC")]
    [InlineData(typeof(PlantedName), "EFD_NO_SUCH")]
    [InlineData(typeof(PlantedOffset), "PlantedOffset.k: offset")]
    [InlineData(typeof(PlantedSize), "PlantedSize: size")]
    [InlineData(typeof(PlantedGrowth), "PlantedGrowth: size")]
    public void APlantedFaultIsFound(Type planted, string complaint)
    {
        HeaderCheck check = new();
        check.Add(planted);

        Assert.Contains(complaint, check.Compile(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(PlantedAnonymousEnum))]
    [InlineData(typeof(PlantedAnonymousStruct))]
    [InlineData(typeof(PlantedInternalStruct))]
    [InlineData(typeof(PlantedMarshalledStruct))]
    [InlineData(typeof(PlantedSizedStruct))]
    [InlineData(typeof(PlantedSequentialClass))]
    [InlineData(typeof(PlantedAnonymousConstant))]
    public void APlantedOmissionIsFound(Type planted)
    {
        HeaderCheck check = new();
        check.Add(planted);

        Assert.NotEmpty(check.Unconfirmed);
    }

    [Theory]
    [InlineData(typeof(PlantedInternalStruct))]
    [InlineData(typeof(PlantedSizedStruct))]
    [InlineData(typeof(PlantedSequentialClass))]
    public void AnOmittedLayoutIsFoundWhereLiteralsAreTheirOwnAffair(Type planted)
    {
        HeaderCheck check = new();
        check.AddLayout(planted);
        check.AddLayout(typeof(PlantedAnonymousConstant));

        Assert.Equal(planted.FullName, Assert.Single(check.Unconfirmed));
    }

    [Fact]
    public void NamedConstantsOfProfilesAgreeWithTheirHeaders()
    {
        foreach (IGrouping<string, NamedConstant> header in NamedConstants.All.GroupBy(constant => constant.Header))
        {
            HeaderCheck check = new();
            foreach (NamedConstant constant in header)
            {
                check.Add(constant.Name, constant.Value, header.Key);
            }
            string complaints = check.Compile();
            Assert.True(complaints.Length == 0, complaints);
        }
    }

    // Their fields are macros or array elements in C.
    [Fact]
    public void WhatASignalHandlerIsGivenLiesWhereTheKernelPutsIt()
    {
        HeaderCheck check = new();
        check.Add("SI_USER", SeccompTrap.FromProcess, "signal.h");
        check.Add("SI_TKILL", unchecked((uint)SeccompTrap.FromThread), "signal.h");
        AddOffset(check, nameof(SeccompTrap.Profile), "siginfo_t, si_errno");
        AddOffset(check, nameof(SeccompTrap.Code), "siginfo_t, si_code");
        AddOffset(check, nameof(SeccompTrap.CallAddress), "siginfo_t, si_call_addr");
        AddOffset(check, nameof(SeccompTrap.Sender), "siginfo_t, si_pid");
        AddOffset(check, nameof(SeccompTrap.Syscall), "siginfo_t, si_syscall");
        AddOffset(check, nameof(SeccompTrap.Architecture), "siginfo_t, si_arch");

        string complaints = check.Compile();

        Assert.True(complaints.Length == 0, complaints);
    }

    private static void AddOffset(HeaderCheck check, string field, string place) =>
        check.Add($"offsetof({place})", (ulong)Marshal.OffsetOf<SeccompTrap>(field), "signal.h");

    private static HeaderCheck CheckAll()
    {
        HeaderCheck check = new();
        foreach (Type type in _mirrored.SelectMany(mirrored => mirrored.Types))
        {
            check.Add(type);
        }
        foreach (Type type in _mirrored.SelectMany(mirrored => mirrored.Others))
        {
            check.AddLayout(type);
        }
        return check;
    }
}
