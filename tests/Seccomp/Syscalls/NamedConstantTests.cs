using System.IO;
using System.Linq;
using System.Text;
using Kiln.Seccomp.Syscalls;
using Xunit;

namespace Kiln.Seccomp.Tests.Syscalls;

/// <summary>The constants that profiles may name have the values of their headers.</summary>
public sealed class NamedConstantTests
{
    [Fact]
    public void EveryConstantHasTheValueOfItsHeader()
    {
        Assert.True(NamedConstants.All.Count > 400, $"there are {NamedConstants.All.Count}");
        Assert.Equal("", Complaints(NamedConstants.All));
    }

    [Theory]
    [InlineData("KVM_RUN", 0xAE81, "linux/kvm.h")]
    [InlineData("KVM_NO_SUCH", 0xAE80, "linux/kvm.h")]
    [InlineData("AT_FDCWD", 0xFFFF_FF9D, "fcntl.h")]
    public void AWrongConstantIsFound(string name, ulong value, string header) =>
        Assert.Contains(name, Complaints([new NamedConstant(name, value, header)]), StringComparison.Ordinal);

    [Fact]
    public void EveryConstantIsFoundByItsName()
    {
        Assert.All(NamedConstants.All, constant => Assert.Equal(constant.Value, NamedConstants.ValueOf(constant.Name)));
        Assert.Null(NamedConstants.ValueOf("kvm_run"));
    }

    [Fact]
    public void EveryConstantFitsAConditionOn32Bits() =>
        Assert.All(NamedConstants.All, constant => Assert.True(constant.Value <= uint.MaxValue));

    // One file per header: headers of the C library and the kernel cannot always be included together.
    private static string Complaints(IReadOnlyList<NamedConstant> constants) =>
        string.Concat(constants.GroupBy(constant => constant.Header).Select(header => Compile(Source(header.Key, header))));

    private static string Source(string header, IEnumerable<NamedConstant> constants)
    {
        // Some headers leave the macros of request numbers to whoever includes them.
        StringBuilder source = new($"#define _GNU_SOURCE\n#include <stddef.h>\n#include <linux/ioctl.h>\n#include <{header}>\n");
        foreach (NamedConstant constant in constants)
        {
            string low = $"((unsigned long long)({constant.Name}) & 0xffffffffULL)";
            source.Append($"_Static_assert({low} == {constant.Value}ULL, \"{constant.Name}\");\n");
        }
        return source.ToString();
    }

    private static string Compile(string source)
    {
        Assert.SkipUnless(File.Exists(CCompiler.Path), "gcc is missing; install gcc");
        return CCompiler.Complaints(source);
    }
}
